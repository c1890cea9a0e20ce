using System.Collections.Concurrent;
using System.Text.Json;
using Pulumi;
using Pulumi.Engine.Projects;
using Pulumi.Testing;

namespace Stacks.Tests;

/// <summary>Runs the stack against mocks with the configuration of an environment.</summary>
internal static class StackRun
{
    public const string Digest = "sha256:7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069";

    private static readonly SemaphoreSlim OneAtATime = new(1);
    private static readonly ConcurrentDictionary<(string, string), Lazy<Task<AwsMocks>>> Runs = new();

    /// <summary>Every environment with every backend.</summary>
    public static TheoryData<string, string> Matrix
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var environment in new[] { "dev", "staging", "prod" })
            {
                foreach (var backend in Enum.GetNames<global::Stacks.Configuration.BackendKind>())
                    data.Add(environment, backend.ToLowerInvariant());
            }

            return data;
        }
    }

    /// <summary>An environment's own configuration with a backend; run once.</summary>
    public static Task<AwsMocks> OfAsync(string environment, string backend) =>
        Runs.GetOrAdd((environment, backend), _ => new(() => RunAsync(environment, ("backend", backend)))).Value;

    /// <summary>The configuration of an environment with some keys of the project replaced.</summary>
    public static async Task<AwsMocks> RunAsync(string environment, params (string Key, string Value)[] changes)
    {
        var config = StackConfig.Load(Repository.Project(), environment, changes.ToDictionary(change => change.Key, change => change.Value));
        var mocks = new AwsMocks();
        await RunAsync(mocks, config, environment);
        return mocks;
    }

    /// <summary>A whole configuration, by qualified key.</summary>
    public static async Task RunAsync(AwsMocks mocks, IReadOnlyDictionary<string, string> config, string environment)
    {
        // The SDK reads the configuration from the environment, which the whole process shares.
        await OneAtATime.WaitAsync();
        try
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(config));
            await Deployment.TestAsync<RoomTypeStack>(mocks, new TestOptions { ProjectName = "room-type", StackName = environment, IsPreview = false });
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", null);
            OneAtATime.Release();
        }
    }
}
