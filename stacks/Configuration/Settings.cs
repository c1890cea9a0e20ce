using System.Text.RegularExpressions;
using Pulumi;

namespace Stacks.Configuration;

/// <summary>The stack's configuration, checked as a whole. Keys, units and defaults: Pulumi.yaml.</summary>
public sealed partial record Settings
{
    private static readonly int[] Retentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365];

    /// <summary>Where the service runs: <c>lambda</c>.</summary>
    public required string Backend { get; init; }

    /// <summary>Digest of the service's image: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string ImageDigest { get; init; }

    /// <summary>Memory of the function in MB, 128 to 10240.</summary>
    public required int LambdaMemoryMb { get; init; }

    /// <summary>Longest time of one request in seconds, 1 to 29.</summary>
    public required int LambdaTimeoutSeconds { get; init; }

    /// <summary>Days that logs are kept, one of those that CloudWatch offers.</summary>
    public required int LogRetentionDays { get; init; }

    /// <summary>Who answers for the stack.</summary>
    public required string Owner { get; init; }

    /// <summary>Who pays for the stack.</summary>
    public required string CostCenter { get; init; }

    /// <summary>AWS region of the stack.</summary>
    public required string Region { get; init; }

    /// <summary>Reads the configuration of the running stack.</summary>
    /// <exception cref="RunException">It is wrong; the message holds every fault.</exception>
    public static Settings Load()
    {
        var reader = new ConfigReader(Deployment.Instance.ProjectName);
        var settings = new Settings
        {
            Backend = reader.OneOf("backend", "lambda"),
            ImageDigest = reader.Matching("imageDigest", Digest(), "sha256: and 64 hexadecimal digits"),
            LambdaMemoryMb = reader.Between("lambdaMemoryMb", 128, 10_240),
            LambdaTimeoutSeconds = reader.Between("lambdaTimeoutSeconds", 1, 29),
            LogRetentionDays = reader.OneOf("logRetentionDays", Retentions),
            Owner = reader.Matching("owner", TagValue(), "1 to 256 letters, digits, spaces or + - = . _ : / @"),
            CostCenter = reader.Matching("costCenter", TagValue(), "1 to 256 letters, digits, spaces or + - = . _ : / @"),
            Region = new Config("aws").Require("region"),
        };
        reader.ThrowIfFaulty();
        return settings;
    }

    [GeneratedRegex("^sha256:[0-9a-f]{64}$")]
    private static partial Regex Digest();

    [GeneratedRegex(@"^[\p{L}\p{N} +\-=._:/@]{1,256}$")]
    private static partial Regex TagValue();
}
