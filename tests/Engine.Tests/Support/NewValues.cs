using System.Globalization;
using System.Text.RegularExpressions;

namespace Engine.Tests.Support;

/// <summary>Another valid value of each setting, and what has to be set with it.</summary>
internal static partial class NewValues
{
    private static readonly (string, string)[] None = [];
    private static readonly (string, string)[] Network = [("vpcId", "vpc-0123456789abcdef0"), ("subnetIds", """["subnet-0123456789abcdef0","subnet-0123456789abcdef1"]""")];
    private static readonly (string, string)[] Managed = [("lambdaCapacity", "managed"), ("lambdaMemoryMb", "4096"), ("lambdaProvisionedConcurrency", "0")];
    private static readonly (string, string)[] OnOwnMachines = [("architecture", "x64"), ("events", "none"), ("canaryPercent", "0"), ("maxRequestBytes", "4000000")];
    private static readonly (string, string)[] Serverless = [.. OnOwnMachines, ("sagemakerCapacity", "serverless")];
    private static readonly (string, string)[] Evidently = [("experiments", "evidently"), ("evidentlyEndpoint", "https://evidently.example.com")];
    private static readonly (string, string)[] Traced = [("tracing", "true")];
    private static readonly (string, string)[] Cached = [("cache", "redis")];
    private static readonly (string, string)[] Lake = [("events", "lake")];
    private static readonly (string, string)[] Pipeline = [("pipeline", "stepFunctions"), ("modelSource", "s3://rooms/models"), ("pipelineData", "s3://rooms/pipeline")];
    private static readonly (string, string)[] Batch = [("batch", "map"), ("batchInput", "s3://robots/missions"), ("batchOutput", "s3://robots/answers")];
    private static readonly (string, string)[] Clients = [("clients", """["fleet"]""")];

    // Whose values no range tells: the value, and what both sides are besides.
    private static readonly Dictionary<string, (string Value, (string Key, string Value)[] Before, (string Key, string Value)[] With)> Said = new()
    {
        ["owner"] = ("robots", None, None),
        ["costCenter"] = ("other", None, None),
        ["imageDigest"] = ($"sha256:{new string('1', 64)}", None, None),
        ["appConfigAgentDigest"] = ($"sha256:{new string('1', 64)}", None, None),
        ["otelCollectorDigest"] = ($"sha256:{new string('1', 64)}", Traced, None),
        ["tracingPercent"] = ("6", Traced, None),
        ["maxRequestBytes"] = ("2000000", None, None),
        // A request's pictures have to fit.
        ["queueCapacity"] = ("256", None, None),
        ["modelSource"] = ("s3://models/rooms", None, None),
        ["models"] = ("""["room-type@2","room-type@3"]""", None, None),
        ["pictureBuckets"] = ("""["pictures"]""", None, None),
        ["events"] = ("none", None, None),
        ["eventsDatabase"] = ("Host=db.example.com;Database=events;Username=app;Password=x", None, None),
        ["lakeRetentionDays"] = ("90", Lake, None),
        ["lakeAthena"] = ("false", Lake, None),
        ["lakeScanGigabytes"] = ("20", Lake, None),
        ["lakeDailyGigabytes"] = ("300", Lake, None),
        ["lakePseudonymKey"] = ("0123456789abcdef0123456789abcdef", Lake, None),
        ["cache"] = ("redis", None, None),
        ["cacheMaxGb"] = ("2", Cached, None),
        ["cacheMaxUnitsPerSecond"] = ("10000", Cached, None),
        ["pipeline"] = ("stepFunctions", None, [("modelSource", "s3://rooms/models"), ("pipelineData", "s3://rooms/pipeline")]),
        ["pipelineData"] = ("s3://rooms/other", Pipeline, None),
        ["pipelineSchedule"] = ("rate(1 day)", Pipeline, None),
        ["pipelineShadow"] = ("next", Pipeline, None),
        ["pipelineImageDigest"] = ($"sha256:{new string('1', 64)}", Pipeline, None),
        ["batch"] = ("map", None, [("batchInput", "s3://robots/missions"), ("batchOutput", "s3://robots/answers")]),
        ["batchInput"] = ("s3://robots/other", Batch, None),
        ["batchOutput"] = ("s3://robots/others", Batch, None),
        ["batchObjects"] = ("100", Batch, None),
        ["batchTasks"] = ("20", Batch, None),
        ["batchVcpus"] = ("4", Batch, None),
        ["batchToleratedPercent"] = ("10", Batch, None),
        ["batchTrigger"] = ("manifest.jsonl", Batch, None),
        ["eventsMinAcu"] = ("0.5", None, None),
        ["lambdaCapacity"] = ("managed", [("lambdaMemoryMb", "4096"), ("lambdaProvisionedConcurrency", "0")], None),
        ["lambdaProvisionedMax"] = ("20", None, None),
        ["lambdaSnapStart"] = ("true", [("lambdaProvisionedConcurrency", "0")], None),
        ["lambdaManagedMaxVcpus"] = ("25", Managed, None),
        ["lambdaManagedGibPerVcpu"] = ("4", Managed, None),
        ["fargateCpu"] = ("512", None, None),
        ["fargateMemoryMb"] = ("4096", None, None),
        ["ec2InstanceTypes"] = ("""["c7g.xlarge","c6g.xlarge"]""", None, None),
        ["ec2PredictiveScaling"] = ("scale", None, None),
        ["ec2WarmPool"] = ("2", None, [("ec2InstanceTypes", """["c7g.large"]"""), ("ec2SpotPercent", "0")]),
        ["ec2MachineImage"] = ("ami-0123456789abcdef0", None, None),
        ["sagemakerCapacity"] = ("serverless", OnOwnMachines, None),
        ["sagemakerInstanceSize"] = ("xlarge", None, None),
        ["sagemakerServerlessMemoryMb"] = ("4096", Serverless, None),
        ["sagemakerServerlessConcurrency"] = ("21", Serverless, None),
        ["sagemakerServerlessProvisioned"] = ("2", Serverless, None),
        ["sagemakerServerlessProvisionedMax"] = ("4", [.. Serverless, ("sagemakerServerlessProvisioned", "1")], None),
        ["eksVersion"] = ("1.36", None, None),
        ["eksCanaryDigest"] = ($"sha256:{new string('1', 64)}", None, None),
        ["eksAdmins"] = ("""["arn:aws:iam::123456789012:role/Admin"]""", None, None),
        ["eksApiCidrs"] = ("""["198.51.100.0/24"]""", None, None),
        ["eksApiPeers"] = ("""["10.8.0.0/16"]""", None, None),
        ["eksPrivateApi"] = ("true", None, [("eksApiCidrs", "[]")]),
        ["eksMaxPods"] = ("3", None, None),
        ["peerCidrs"] = ("""["10.8.0.0/16"]""", [("exposure", "private")], None),
        ["eksCluster"] = ("shared", Network, [("kubeconfig", "{}"), ("eksPodSecurityGroup", "sg-0123456789abcdef0")]),
        ["kubeconfig"] = ("{}", [.. Network, ("eksCluster", "shared"), ("kubeconfig", """{"kind":"Config"}"""), ("eksPodSecurityGroup", "sg-0123456789abcdef0")], None),
        ["eksPodSecurityGroup"] = ("sg-0123456789abcdef1", [.. Network, ("eksCluster", "shared"), ("kubeconfig", "{}"), ("eksPodSecurityGroup", "sg-0123456789abcdef0")], None),
        ["vpcCidr"] = ("10.50.0.0/16", None, None),
        ["vpcId"] = ("vpc-0123456789abcdef0", None, [("subnetIds", """["subnet-0123456789abcdef0","subnet-0123456789abcdef1"]""")]),
        ["subnetIds"] = ("""["subnet-0123456789abcdef0","subnet-0123456789abcdef2"]""", [("vpcId", "vpc-0123456789abcdef0"), ("subnetIds", """["subnet-0123456789abcdef0","subnet-0123456789abcdef1"]""")], None),
        ["exposure"] = ("private", None, None),
        ["clients"] = ("""["fleet"]""", None, None),
        ["clientRate"] = ("11", Clients, None),
        ["clientDailyQuota"] = ("100001", Clients, None),
        ["allowedAccounts"] = ("""["210987654321"]""", None, None),
        ["allowedOrganization"] = ("o-0123456789", None, None),
        ["allowedVpcEndpoints"] = ("""["vpce-0123456789abcdef0"]""", [("exposure", "private")], None),
        ["allowedCidrs"] = ("""["192.0.2.0/24"]""", None, None),
        ["domain"] = ("other.example.com", None, None),
        ["certificateArn"] = ("arn:aws:acm:eu-central-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef", None, None),
        ["hostedZoneId"] = ("Z9876543210", None, None),
        ["experiments"] = ("none", None, [("experimentVariations", """["control=room-type@2:100"]""")]),
        ["experimentFeature"] = ("other", None, None),
        ["experimentVariations"] = ("""["control=room-type@2:20","smaller=room-type@3:80"]""", None, None),
        ["evidentlyEndpoint"] = ("https://other.example.com", Evidently, None),
        ["alarmEmails"] = ("""["a@example.com"]""", None, None),
        ["availabilityObjective"] = ("99.9", None, None),
        ["latencyObjective"] = ("95", None, None),
        ["logLevel"] = ("Warning", None, None),
        ["architecture"] = ("x64", None, None),
        ["permissionsBoundary"] = ("arn:aws:iam::123456789012:policy/organization", None, None),
        ["protect"] = ("true", None, None),
    };

    /// <summary>The value, what the stack has besides before and after, and after alone.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="description">What Pulumi.yaml says of it.</param>
    /// <param name="current">What the stack has.</param>
    public static (string Value, (string Key, string Value)[] Before, (string Key, string Value)[] With) Of(string key, string description, string? current)
    {
        if (Said.TryGetValue(key, out var said))
            return said;
        if (current is "true" or "false")
            return (current == "true" ? "false" : "true", None, None);
        if (OneOf().Match(description) is { Success: true } list)
            return (list.Groups[1].Value.Split(", ").First(value => value != current), None, None);
        if (FromTo().Match(description) is { Success: true } range)
        {
            var (most, now) = (Number(range.Groups[2].Value), Number(current!));
            return ((now < most ? now + 1 : now - 1).ToString(CultureInfo.InvariantCulture), None, None);
        }

        throw new ArgumentException($"No other value of {key} is known: say one in NewValues.");
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"one of ([^.]+)\.$")]
    private static partial Regex OneOf();

    [GeneratedRegex(@"(\d+) to (\d+)\.$")]
    private static partial Regex FromTo();
}
