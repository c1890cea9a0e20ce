using Pulumi;
using Pulumi.Aws.Athena;

namespace Stacks.Events.Lake;

/// <summary>
/// The workgroup of Athena that questions about the lake are asked in: it alone says where answers go, how they are encrypted, and how
/// much a question may read.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings.html</remarks>
internal static class LakeWorkgroup
{
    private const double BytesOfGigabyte = 1e9;

    // Its questions are no data, and keep it from being deleted otherwise.
    public static Workgroup Create(string name, Output<string> bucket, Output<string> account, int gigabytes, Output<string> key, Resource parent)
    {
        var args = new Args { Name = name, Description = "Questions about the service's events", ForceDestroy = true, Configuration = Configuration(bucket, account, gigabytes, key) };
        return new Workgroup(
            "lake",
            new WorkgroupArgs(),
            new CustomResourceOptions { Parent = parent, ResourceTransformations = { resource => new ResourceTransformationResult(args, resource.Options) } });
    }

    private static InputMap<object> Configuration(Output<string> bucket, Output<string> account, int gigabytes, Output<string> key) => new()
    {
        { "enforceWorkgroupConfiguration", true },
        { "publishCloudwatchMetricsEnabled", true },
        { "requesterPaysEnabled", false },
        { "bytesScannedCutoffPerQuery", gigabytes * BytesOfGigabyte },
        { "engineVersion", new Dictionary<string, object> { ["selectedEngineVersion"] = "Athena engine version 3" } },
        {
            "resultConfiguration",
            Output.Tuple(bucket, account, key).Apply(known => (object)new Dictionary<string, object>
            {
                ["outputLocation"] = $"s3://{known.Item1}/{LakeBucket.Results}",
                ["expectedBucketOwner"] = known.Item2,
                ["encryptionConfiguration"] = new Dictionary<string, object> { ["encryptionOption"] = "SSE_KMS", ["kmsKeyArn"] = known.Item3 },
            })
        },
    };

    /// <summary>What <see cref="WorkgroupArgs"/> would be, whose bytes are a number of 32 bits: they end at 2 GB, and Athena's do not.</summary>
    private sealed class Args : ResourceArgs
    {
        [Input("configuration")]
        public InputMap<object>? Configuration { get; init; }

        [Input("description")]
        public Input<string>? Description { get; init; }

        [Input("forceDestroy")]
        public Input<bool>? ForceDestroy { get; init; }

        [Input("name")]
        public Input<string>? Name { get; init; }

        [Input("tags")]
        public InputMap<string> Tags { get; } = [];
    }
}
