using Pulumi;

namespace Sdks.Tests.PulumiSdk;

/// <summary>Tests that start programs as the CLI does: through the environment, which the whole process shares.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedEnvironment
{
    public const string Name = "environment";
}

/// <summary>Runs programs against a <see cref="FakeEngine"/>.</summary>
[Collection(SharedEnvironment.Name)]
public abstract class EngineTests : IAsyncLifetime
{
    private const string Prefix = "PULUMI_";

    private protected FakeEngine Engine { get; private set; } = null!;

    public async Task InitializeAsync() => Engine = await FakeEngine.StartAsync();

    public async Task DisposeAsync() => await Engine.DisposeAsync();

    private protected Task<int> RunProgramAsync(Action program, bool isPreview = false, string? config = null)
        => RunAsync(() => Deployment.RunAsync(program), isPreview, config);

    /// <summary>Runs a program with the environment that the CLI gives it.</summary>
    private protected async Task<int> RunAsync(Func<Task<int>> run, bool isPreview = false, string? config = null)
    {
        var environment = new Dictionary<string, string?>
        {
            ["MONITOR"] = Engine.Address,
            ["ENGINE"] = Engine.Address,
            ["PROJECT"] = "app",
            ["STACK"] = "dev",
            ["ORGANIZATION"] = "org",
            ["DRY_RUN"] = isPreview ? "true" : "false",
            ["QUERY_MODE"] = "false",
            ["PARALLEL"] = "16",
            ["CONFIG"] = config,
        };
        try
        {
            foreach (var (name, value) in environment)
                Environment.SetEnvironmentVariable(Prefix + name, value);
            return await run();
        }
        finally
        {
            foreach (var name in environment.Keys)
                Environment.SetEnvironmentVariable(Prefix + name, null);

            // A program that fails sets the exit code of its process, which is that of the tests here.
            Environment.ExitCode = 0;
        }
    }
}
