using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Testing;

namespace Stacks.Tests;

/// <summary>Runs the stack against mocks with a configuration.</summary>
internal static class StackRun
{
    public const string Digest = "sha256:7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069";

    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>A configuration that is right, with some keys replaced; null takes a key out.</summary>
    public static async Task<(ImmutableArray<Resource> Resources, AwsMocks Mocks)> RunAsync(params (string Key, string? Value)[] changes)
    {
        var config = new Dictionary<string, string?>
        {
            ["aws:region"] = "eu-central-1",
            ["room-type:backend"] = "lambda",
            ["room-type:imageDigest"] = Digest,
            ["room-type:lambdaMemoryMb"] = "1769",
            ["room-type:lambdaTimeoutSeconds"] = "25",
            ["room-type:logRetentionDays"] = "30",
            ["room-type:owner"] = "perception",
            ["room-type:costCenter"] = "cloud-dev",
        };
        foreach (var (key, value) in changes)
            config[key] = value;
        var mocks = new AwsMocks();
        // The SDK reads the configuration from the environment, which the whole process shares.
        await OneAtATime.WaitAsync();
        try
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(config.Where(entry => entry.Value is not null).ToDictionary()));
            var resources = await Deployment.TestAsync<RoomTypeStack>(mocks, new TestOptions { ProjectName = "room-type", StackName = "dev", IsPreview = false });
            return (resources, mocks);
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
