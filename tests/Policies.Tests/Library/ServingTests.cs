using System.Diagnostics;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Policies.Tests.Support;
using Pulumi.Policy;
using Pulumi.Policy.Serving;
using Pulumirpc;
using EngineLevel = Pulumi.Engine.Policies.EnforcementLevel;
using EnginePack = Pulumi.Engine.Policies.PolicyPack;
using EnginePackOptions = Pulumi.Engine.Policies.PolicyPackOptions;

namespace Policies.Tests.Library;

/// <summary>Packs over the protocol, spoken to as the engine does.</summary>
public sealed class ServingTests : IDisposable
{
    private const string Type = "aws:lambda/function:Function";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    /// <summary>Port first and alone; then the engine's order of calls.</summary>
    [Fact]
    public async Task Program_AskedAsTheEngineDoes_ServesThePackOfTheFolder()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.PolicyProgram, "127.0.0.1:1"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var error = process.StandardError.ReadToEndAsync();
            var port = int.Parse((await process.StandardOutput.ReadLineAsync())!);
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
            var client = new Analyzer.AnalyzerClient(channel);

            var early = await Assert.ThrowsAsync<RpcException>(async () => await client.GetAnalyzerInfoAsync(new Empty()));
            Assert.Equal(StatusCode.FailedPrecondition, early.StatusCode);
            Assert.Contains("capacity, security, tagging", early.Status.Detail, StringComparison.Ordinal);
            await client.HandshakeAsync(new AnalyzerHandshakeRequest { EngineAddress = "127.0.0.1:1", RootDirectory = "/packs/tagging", ProgramDirectory = "/packs/tagging" });
            await client.ConfigureStackAsync(new AnalyzerStackConfigureRequest { Stack = "dev", Project = "rooms", DryRun = true });
            var info = await client.GetAnalyzerInfoAsync(new Empty());
            Assert.Equal(("tagging", "1.0.0", true, 3), (info.Name, info.Version, info.SupportsConfig, info.Policies.Count));
            Assert.NotEmpty((await client.GetPluginInfoAsync(new Empty())).Version);
            await client.ConfigureAsync(new ConfigureAnalyzerRequest { PolicyConfig = { ["tag-values"] = new PolicyConfig { EnforcementLevel = Pulumirpc.EnforcementLevel.Disabled } } });
            var request = new AnalyzeRequest { Type = Type, Name = "f", Urn = $"urn:pulumi:dev::rooms::{Type}::f", Properties = new Struct(), Options = new AnalyzerResourceOptions() };
            Assert.Equal("pulumi", Assert.Single((await client.RemediateAsync(request)).Remediations).Properties.Fields["tags"].StructValue.Fields["ManagedBy"].StringValue);
            Assert.Contains((await client.AnalyzeAsync(request)).Diagnostics, found => found.PolicyName == "required-tags");
            Assert.Empty((await client.AnalyzeStackAsync(new AnalyzeStackRequest())).Diagnostics);
            await client.CancelAsync(new Empty());
            Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await client.AnalyzeAsync(request))).StatusCode);

            using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
                await kill.WaitForExitAsync();
            Assert.Equal(("", ""), (await process.StandardOutput.ReadToEndAsync(), await error));
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>The option <c>binary</c>, by the offline engine's own client; the pack in the process says the same.</summary>
    [Fact]
    public async Task Binary_StartedOverTheProtocol_SaysWhatTheLoadedPackSays()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "capacity")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "PulumiPolicy.yaml"), $"runtime:\n  name: dotnet\n  options:\n    binary: {Repository.PolicyProgram}\n");
        var options = new EnginePackOptions { Folder = folder, Project = "rooms", Stack = "dev" };
        await using var served = await EnginePack.StartAsync(options);
        await using var loaded = await EnginePack.StartAsync(options with { Program = Repository.PolicyProgram });
        var resource = Client.SamplePack.Resource("it", """{ "memorySize": 64, "timeout": 900 }""") with { Type = Type };

        var violations = await served.AnalyzeAsync(resource, new Dictionary<string, Pulumi.Engine.Recording.RecordedResource>());

        Assert.Equal(["lambda-memory", "lambda-reserved-concurrency", "lambda-timeout"], violations.Select(violation => violation.Policy));
        Assert.All(violations, violation => Assert.Equal(EngineLevel.Mandatory, violation.Level));
        Assert.Equal(violations, await loaded.AnalyzeAsync(resource, new Dictionary<string, Pulumi.Engine.Recording.RecordedResource>()));
        Assert.Equal(served.Policies.Select(policy => (policy.Name, policy.ConfigProperties.ToJsonString())), loaded.Policies.Select(policy => (policy.Name, policy.ConfigProperties.ToJsonString())));
    }

    /// <summary>What the CLI asks of a pack's folder (dotnet msbuild -getProperty) names the program that its build makes.</summary>
    [Theory]
    [InlineData("capacity")]
    [InlineData("security")]
    [InlineData("tagging")]
    public async Task Folder_OfAPack_NamesTheOneProgram(string pack)
    {
        var folder = Path.Combine(Repository.Policies, pack);
        using var properties = JsonDocument.Parse(await MsbuildAsync(folder, "-getProperty:OutputPath", "-getProperty:AssemblyName"));
        var named = properties.RootElement.GetProperty("Properties");

        var program = Path.GetFullPath(Path.Join(folder, named.GetProperty("OutputPath").GetString(), $"{named.GetProperty("AssemblyName").GetString()}.dll"));

        Assert.Equal(Path.Combine(Repository.Root, "artifacts", "bin", "Policies", "release", "Policies.dll"), program);
    }

    [Fact]
    public async Task Policy_ThatHangs_EndsWithTheCallersPatienceAndWithCancel()
    {
        var begun = new TaskCompletionSource();
        await using var server = await Server.StartAsync(Policy(async cancellation =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        }));

        var late = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.AnalyzeAsync(new AnalyzeRequest(), deadline: DateTime.UtcNow.AddMilliseconds(200)));
        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
        var call = server.Client.AnalyzeAsync(new AnalyzeRequest());
        await begun.Task.WaitAsync(Patience);
        await server.Client.CancelAsync(new Empty());
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync.WaitAsync(Patience))).StatusCode);
    }

    [Fact]
    public async Task Policy_ThatThrows_FailsItsCallOnly()
    {
        var throws = true;
        await using var server = await Server.StartAsync(Policy(_ => throws ? throw new InvalidDataException("on purpose") : Task.CompletedTask));

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.AnalyzeAsync(new AnalyzeRequest()));
        Assert.Equal(StatusCode.Unknown, exception.StatusCode);
        Assert.Contains("policy 'it' from policy pack 'pack@v1.0.0'", exception.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("on purpose", exception.Status.Detail, StringComparison.Ordinal);
        throws = false;
        Assert.Empty((await server.Client.AnalyzeAsync(new AnalyzeRequest())).Diagnostics);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static ResourceValidationPolicy Policy(Func<CancellationToken, Task> validate) =>
        new() { Name = "it", Description = "Demands.", ValidateResourceAsync = (_, _, cancellation) => validate(cancellation) };

    private static async Task<string> MsbuildAsync(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", .. arguments]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    private sealed class Server(Microsoft.AspNetCore.Builder.WebApplication application, GrpcChannel channel) : IAsyncDisposable
    {
        public Analyzer.AnalyzerClient Client { get; } = new(channel);

        public static async Task<Server> StartAsync(params ValidationPolicy[] policies)
        {
            var (application, port) = await PolicyServer.StartAsync([new PolicyPack("pack", new PolicyPackArgs { Policies = policies, Version = "1.0.0" })]);
            return new Server(application, GrpcChannel.ForAddress($"http://127.0.0.1:{port}"));
        }

        public async ValueTask DisposeAsync()
        {
            channel.Dispose();
            await application.DisposeAsync();
        }
    }
}
