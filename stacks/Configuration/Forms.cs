using System.Text.RegularExpressions;

namespace Stacks.Configuration;

/// <summary>The forms of texts in the configuration.</summary>
internal static partial class Forms
{
    [GeneratedRegex("^sha256:[0-9a-f]{64}$")]
    public static partial Regex Digest();

    [GeneratedRegex(@"^[\p{L}\p{N} +\-=._:/@]{1,256}$")]
    public static partial Regex TagValue();

    [GeneratedRegex("^[0-9]{12}$")]
    public static partial Regex Account();

    [GeneratedRegex("^o-[a-z0-9]{10,32}$")]
    public static partial Regex Organization();

    [GeneratedRegex("^vpce-[0-9a-f]{8,17}$")]
    public static partial Regex VpcEndpoint();

    [GeneratedRegex("^vpc-[0-9a-f]{8,17}$")]
    public static partial Regex Vpc();

    [GeneratedRegex("^subnet-[0-9a-f]{8,17}$")]
    public static partial Regex Subnet();

    [GeneratedRegex("^sg-[0-9a-f]{8,17}$")]
    public static partial Regex SecurityGroup();

    [GeneratedRegex(@"^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)/(3[0-2]|[12]?\d)$")]
    public static partial Regex Cidr();

    [GeneratedRegex(@"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$")]
    public static partial Regex Domain();

    [GeneratedRegex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f-]{36}$")]
    public static partial Regex Certificate();

    [GeneratedRegex("^Z[A-Z0-9]{5,31}$")]
    public static partial Regex HostedZone();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    public static partial Regex Email();

    [GeneratedRegex(@"^https://[^\s/]+(/[^\s]*)?$")]
    public static partial Regex Address();

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$")]
    public static partial Regex ClusterName();

    [GeneratedRegex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/.+$")]
    public static partial Regex Principal();

    [GeneratedRegex("^[a-z][a-zA-Z0-9_-]{0,63}$")]
    public static partial Regex Name();

    [GeneratedRegex("^[a-z][a-zA-Z0-9_-]{0,63}=[a-z][a-z0-9-]*@[0-9]+:([1-9][0-9]?|100)$")]
    public static partial Regex Variation();

    [GeneratedRegex("^[a-z][a-z0-9-]*@[0-9]+$")]
    public static partial Regex Model();

    [GeneratedRegex("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?$")]
    public static partial Regex S3Address();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    public static partial Regex Bucket();

    [GeneratedRegex(@"^1\.[0-9]{2}$")]
    public static partial Regex KubernetesVersion();
}
