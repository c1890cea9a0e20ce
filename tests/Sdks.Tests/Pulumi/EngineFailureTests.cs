namespace Sdks.Tests.PulumiSdk;

/// <summary>An engine that refuses, ends, or is older than this SDK.</summary>
public class EngineFailureTests : EngineTests
{
    [Theory]
    [InlineData(14, "resource monitor shut down while waiting on step's done channel")]
    [InlineData(1, "context canceled")]
    public async Task Monitor_ShutDown_IsNoNews(int status, string detail)
    {
        Engine.Register = request => request.Name.StartsWith('b')
            ? throw new FakeStatusException(status, detail)
            : FakeEngine.AnswerRegistration(request);
        Assert.Equal(32, await RunProgramAsync(() =>
        {
            for (var index = 0; index < 11; index++)
                _ = new Bucket("c", new BucketArgs { Label = new Bucket($"b{index}").Arn });
        }));
        Assert.Empty(Engine.Errors());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RefusedRegistration_InHeadersOrTrailers_IsReported(bool inTrailers)
    {
        Engine.Register = request => request.Name == "b"
            ? throw new FakeStatusException(2, "quota 100 % used: größer?", inTrailers)
            : FakeEngine.AnswerRegistration(request);
        Assert.Equal(32, await RunProgramAsync(() => { _ = new Bucket("b"); }));
        Assert.Contains(
            "Status(StatusCode=\"Unknown\", Detail=\"quota 100 % used: größer?\")", Assert.Single(Engine.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shutdown_OnOlderEngine_IsSkipped()
    {
        Engine.Signal = _ => throw new FakeStatusException(12, "unknown method");
        Assert.Equal(0, await RunProgramAsync(() => { _ = new Bucket("b"); }));
    }

    [Fact]
    public async Task Engine_Gone_EndsTheProgramWithALineOnStandardError()
    {
        await Engine.StopAsync();

        // Nobody is left to be told, so the host reports the failure.
        var standardError = Console.Error;
        using var captured = new StringWriter();
        try
        {
            Console.SetError(captured);
            Assert.Equal(1, await RunProgramAsync(() => throw new FormatException("too late")));
        }
        finally
        {
            Console.SetError(standardError);
        }

        Assert.Contains("Error occurred trying to send logging message to engine:", captured.ToString(), StringComparison.Ordinal);
        Assert.Contains("StatusCode=\"Unavailable\"", captured.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Monitor_GoneMidRun_IsNoNews()
    {
        Engine.Register = request => request.Name == "b" ? throw new EngineGoneException() : FakeEngine.AnswerRegistration(request);
        Assert.Equal(32, await RunProgramAsync(() => { _ = new Bucket("b"); }));
        Assert.Empty(Engine.Errors());
    }
}
