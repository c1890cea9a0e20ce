using System.Text.RegularExpressions;

namespace Stacks.Configuration;

/// <summary>The forms of texts in the configuration.</summary>
internal static class Forms
{
    public static readonly Regex Region = new("^[a-z]{2}(-[a-z]+)+-[0-9]$");

    public static readonly Regex Digest = new("^sha256:[0-9a-f]{64}$");

    public static readonly Regex TagValue = new(@"^[\p{L}\p{N} +\-=._:/@]{1,256}$");

    public static readonly Regex Account = new("^[0-9]{12}$");

    public static readonly Regex Organization = new("^o-[a-z0-9]{10,32}$");

    public static readonly Regex VpcEndpoint = new("^vpce-[0-9a-f]{8,17}$");

    public static readonly Regex Vpc = new("^vpc-[0-9a-f]{8,17}$");

    public static readonly Regex Subnet = new("^subnet-[0-9a-f]{8,17}$");

    public static readonly Regex SecurityGroup = new("^sg-[0-9a-f]{8,17}$");

    public static readonly Regex Cidr = new(@"^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)/(3[0-2]|[12]?\d)$");

    public static readonly Regex CidrOrGroup = new($"{Cidr}|{SecurityGroup}");

    public static readonly Regex StackName = new("^[a-z][a-z0-9]*(-[a-z0-9]+)*$");

    public static readonly Regex Domain = new(@"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$");

    public static readonly Regex Certificate = new("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f-]{36}$");

    public static readonly Regex HostedZone = new("^Z[A-Z0-9]{5,31}$");

    public static readonly Regex Email = new(@"^[^@\s]+@[^@\s]+\.[^@\s]+$");

    public static readonly Regex Address = new(@"^https://[^\s/]+(/[^\s]*)?$");

    public static readonly Regex ClusterName = new("^[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$");

    public static readonly Regex Principal = new("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/.+$");

    public static readonly Regex Policy = new("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$");

    public static readonly Regex Name = new("^[a-z][a-zA-Z0-9_-]{0,63}$");

    public static readonly Regex Variation = new("^[a-z][a-zA-Z0-9_-]{0,63}=[a-z][a-z0-9-]*@[a-z0-9][a-z0-9.-]*:([1-9][0-9]?|100)$");

    public static readonly Regex Model = new("^[a-z][a-z0-9-]{0,63}@[a-z0-9][a-z0-9.-]{0,31}$");

    public static readonly Regex S3Address = new("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?$");

    public static readonly Regex Bucket = new("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$");

    public static readonly Regex InstanceType = new(@"^[a-z][a-z0-9-]*\.[a-z0-9-]+$");

    public static readonly Regex MachineImage = new("^ami-[0-9a-f]{8,17}$");

    public static readonly Regex KubernetesVersion = new(@"^1\.[0-9]{2}$");
}
