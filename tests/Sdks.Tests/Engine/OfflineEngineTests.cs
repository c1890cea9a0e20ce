using Pulumi.Engine;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;

namespace Sdks.Tests.Engine;

public class OfflineEngineTests
{
    [Fact]
    public async Task Register_SameUrnTwice_ShutsDownWithTheEnginesText()
    {
        var result = await Programs.RunAsync("raw-duplicate");

        Assert.Equal(RunOutcome.Failed, result.Outcome);
        Assert.Equal("Duplicate resource URN 'urn:pulumi:dev::wire::test:index:Thing::a'; try giving it a unique name", result.Errors[0]);
        Assert.Equal(
            [
                "ResourceMonitor/RegisterResource 0 trailers",
                "ResourceMonitor/RegisterResource 14 headers resource monitor shut down while waiting on step's done channel",
                "ResourceMonitor/RegisterResource 14 headers resource monitor shut down while sending resource registration",
            ],
            Lines(result));
    }

    [Fact]
    public async Task Register_UnknownParent_ShutsDown()
    {
        var result = await Programs.RunAsync("raw-orphan");

        Assert.Equal(RunOutcome.Failed, result.Outcome);
        Assert.Equal("could not find parent resource urn:pulumi:dev::wire::test:index:Nobody::x", result.Errors[0]);
        Assert.Single(result.Resources);
    }

    [Fact]
    public async Task Register_UnknownProvider_ShutsDown()
    {
        var result = await Programs.RunAsync("raw-unknown-provider");

        Assert.Equal(
            "unknown provider 'urn:pulumi:dev::wire::pulumi:providers:test::mine::7' for resource 'urn:pulumi:dev::wire::test:index:Thing::a'",
            result.Errors[0]);
    }

    [Fact]
    public async Task Run_DependencyNeverRegistered_Fails()
    {
        var result = await Programs.RunAsync("raw-missing-dependency");

        Assert.Equal(RunOutcome.Failed, result.Outcome);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            ["resource urn:pulumi:dev::wire::test:index:Thing::a's dependency urn:pulumi:dev::wire::test:index:Thing::b refers to missing resource"],
            result.Errors);
    }

    [Fact]
    public async Task Run_DependenciesInACircle_NamesTheCircle()
    {
        var result = await Programs.RunAsync("raw-cycle");

        const string Thing = "urn:pulumi:dev::wire::test:index:Thing::";
        Assert.Equal(RunOutcome.Failed, result.Outcome);
        Assert.Equal(
            [$"the resources depend on each other in a cycle: {Thing}a -> {Thing}b -> {Thing}c -> {Thing}a"],
            result.Errors);
    }

    [Fact]
    public async Task Transport_WrongRequests_AreAnsweredWithGrpcStatus()
    {
        var result = await Programs.RunAsync("raw-protocol");

        Assert.True(result.Succeeded, string.Join('\n', result.Errors));
        Assert.Equal(
            [
                "ResourceMonitor/Nonsense 12 headers Method is unimplemented.",
                "Engine/Log 12 headers Service is unimplemented.",
                "Engine/Log 0 trailers",
                "ResourceMonitor/RegisterResource 3 headers Type 'notatoken' is not a valid type token: expected package:module:name",
                "ResourceMonitor/RegisterResource 3 headers invalid parent URN: invalid URN \"no urn\"",
                "ResourceMonitor/RegisterResource 2 headers unable to parse customTimeout Value soon: expected a duration such as 5m or 1h30m",
                "ResourceMonitor/Invoke 2 headers invocation of test:index/get:get returned an error: the offline engine has no answer for the function 'test:index/get:get'. "
                    + "Add one to sdks/Pulumi.Engine/Answers/aws-functions.yaml, or give it in EngineOptions.Functions.",
                "ResourceMonitor/Invoke 3 headers the request has no JSON form: Value message must contain a value for the oneof.",
                "ResourceMonitor/RegisterResourceOutputs 0 trailers",
            ],
            Lines(result));
        Assert.Equal("right port: 100 % of it ✓", Assert.Single(result.Logs).Message);
    }

    [Fact]
    public async Task RegisterOutputs_Twice_IsRefused()
    {
        var result = await Programs.RunAsync("raw-complete-twice");

        Assert.Equal("cannot complete a resource 'urn:pulumi:dev::wire::pulumi:pulumi:Stack::wire-dev' whose registration isn't pending", result.Errors[0]);
    }

    [Fact]
    public async Task Register_ClientWithoutSecretsAndReferences_GetsPlainValues()
    {
        var result = await Programs.RunAsync("raw-plain-values");

        Assert.Equal(
            """{ "secret": "s3cret", "reference": "b-1", "component": "urn:pulumi:dev::wire::t:t:C::c", "output": [ 1, 2 ] }""",
            Lines(result)[0]);
    }

    [Fact]
    public async Task Run_ProgramExitsEarly_IsReported()
    {
        var result = await Programs.RunAsync("raw-early");

        Assert.Equal(RunOutcome.ExitedEarly, result.Outcome);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("leaving early", result.StandardOutput.Trim());
        Assert.StartsWith("the program exited with code 0 before it had registered its stack's outputs", Assert.Single(result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ProgramHangs_IsStoppedAndReported()
    {
        var result = await Programs.RunAsync("raw-hang", with: options => options with { Timeout = TimeSpan.FromSeconds(3) });

        Assert.Equal(RunOutcome.TimedOut, result.Outcome);
        Assert.Null(result.ExitCode);
        Assert.StartsWith("the program did not end within 3 s and was stopped; it had registered ", Assert.Single(result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ProgramThrows_IsReportedWithItsOutput()
    {
        var result = await Programs.RunAsync("raw-throw");

        Assert.Equal(RunOutcome.Failed, result.Outcome);
        Assert.Contains("thrown on purpose", result.StandardError, StringComparison.Ordinal);
        Assert.Equal($"the program exited with non-zero exit code: {result.ExitCode}", Assert.Single(result.Errors));
    }

    [Fact]
    public async Task Run_ProgramExitsWithACode_KeepsTheCode()
    {
        var result = await Programs.RunAsync("raw-exit");

        Assert.Equal(7, result.ExitCode);
        Assert.Equal("leaving with 7", result.StandardError.Trim());
        Assert.Equal("the program exited with non-zero exit code: 7", Assert.Single(result.Errors));
    }

    [Fact]
    public async Task Run_ProgramCannotStart_SaysWhich()
    {
        var fault = await Assert.ThrowsAsync<ProjectException>(() =>
            Programs.RunAsync("", with: options => options with { Command = ["no-such-program"] }));

        Assert.StartsWith("could not start the program 'no-such-program'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Environment_IsThatOfTheLanguageHost()
    {
        Environment.SetEnvironmentVariable("PULUMI_INHERITED", "from outside");
        var result = await Programs.RunAsync("raw-environment", RunMode.Update, options => options with
        {
            Config = new Dictionary<string, string> { ["wire:key"] = "hunter2" },
            SecretConfigKeys = ["wire:key"],
        });

        var folder = AppContext.BaseDirectory;
        Assert.Equal(
            [
                "ORGANIZATION=organization", "PROJECT=wire", "STACK=dev", $"ROOT_DIRECTORY={folder}", $"PWD={folder}", "DRY_RUN=false",
                "QUERY_MODE=false", "PARALLEL=16", """CONFIG={"wire:key":"[secret]"}""", """CONFIG_SECRET_KEYS=["wire:key"]""", "INHERITED=",
                $"cwd={folder.TrimEnd('/')}",
            ],
            Lines(result)[..12]);
    }

    [Fact]
    public async Task Run_Cancelled_StopsTheProgram()
    {
        using var cancellation = new CancellationTokenSource();
        var run = OfflineEngine.RunAsync(
            new EngineOptions { Project = "wire", Stack = "dev", Command = ["dotnet", Programs.Assembly("Sdks.Programs"), "raw-hang"] },
            cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private static string[] Lines(RunResult result) =>
        result.StandardOutput.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
