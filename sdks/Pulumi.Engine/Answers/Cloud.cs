using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Answers;

/// <summary>The AWS account and region that made-up names are of.</summary>
internal sealed record Cloud(string Region)
{
    // The account of AWS's own examples.
    public const string AccountId = "123456789012";

    private const string DefaultRegion = "us-east-1";

    public string Partition => IsChina ? "aws-cn" : Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";

    public string DnsSuffix => IsChina ? "amazonaws.com.cn" : "amazonaws.com";

    private bool IsChina => Region.StartsWith("cn-", StringComparison.Ordinal);

    /// <summary>The region by the provider's precedence: the resource's own, the explicit provider's, the configuration's.</summary>
    public static Cloud Of(Struct inputs, Struct? providerInputs, EngineOptions options) => new(
        PropertyValue.Text(inputs, "region")
        ?? (providerInputs is null ? null : PropertyValue.Text(providerInputs, "region"))
        ?? options.Config.GetValueOrDefault("aws:region")
        ?? DefaultRegion);
}
