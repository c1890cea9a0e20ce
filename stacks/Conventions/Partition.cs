using Pulumi;

namespace Stacks.Conventions;

/// <summary>The part of AWS that a region is in: what ARNs, hosts and endpoint services are called there.</summary>
/// <param name="Name">The second part of ARNs.</param>
/// <param name="Domain">Where hosts of AWS are.</param>
/// <param name="Services">What names of endpoint services start with.</param>
/// <remarks>https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html</remarks>
internal sealed record Partition(string Name, string Domain, string Services)
{
    /// <summary>That of the stack's region.</summary>
    public static Partition Current => Of(new Config("aws").Get("region") ?? "");

    /// <summary>That of a region.</summary>
    public static Partition Of(string region) => region switch
    {
        _ when region.StartsWith("cn-", StringComparison.Ordinal) => new("aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"),
        _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => new("aws-us-gov", "amazonaws.com", "com.amazonaws"),
        _ => new("aws", "amazonaws.com", "com.amazonaws"),
    };

    /// <summary>The console's host.</summary>
    public string Console => Name switch
    {
        "aws-cn" => "console.amazonaws.cn",
        "aws-us-gov" => "console.amazonaws-us-gov.com",
        _ => "console.aws.amazon.com",
    };
}
