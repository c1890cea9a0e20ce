using Pulumi;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;
using Stacks.Iam;
using BucketServerSideEncryptionConfigurationArgs = Pulumi.Aws.S3.BucketServerSideEncryptionConfigurationArgs;

namespace Stacks.Backends.Containers;

/// <summary>
/// A line for each request that a load balancer hears. One bucket whatever runs the service, so that a switch of backends loses no line;
/// one that nothing writes to costs nothing.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html</remarks>
public sealed class BalancerLogs : ComponentResource
{
    private const string Delivery = "logdelivery.elasticloadbalancing.amazonaws.com";

    /// <summary>Provisions the bucket, closed to all but the balancers of the account.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="account">Account of the stack.</param>
    /// <param name="retentionDays">Days that lines are kept.</param>
    /// <param name="keep">Whether a bucket with lines in it is kept when the stack goes.</param>
    /// <param name="options">Options of the component.</param>
    public BalancerLogs(string name, Output<string> account, int retentionDays, bool keep, ComponentResourceOptions? options = null)
        : base("room-type:backends:BalancerLogs", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var bucket = new Bucket(name, new BucketArgs { ForceDestroy = !keep }, child);
        // The balancer writes with S3's own keys alone.
        _ = new BucketServerSideEncryptionConfiguration(
            name,
            new BucketServerSideEncryptionConfigurationArgs
            {
                Bucket = bucket.Id,
                Rules = { new BucketServerSideEncryptionConfigurationRuleArgs { ApplyServerSideEncryptionByDefault = new BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs { SseAlgorithm = "AES256" } } },
            },
            child);
        var closed = new BucketPublicAccessBlock(
            name,
            new BucketPublicAccessBlockArgs { Bucket = bucket.Id, BlockPublicAcls = true, BlockPublicPolicy = true, IgnorePublicAcls = true, RestrictPublicBuckets = true },
            child);
        _ = new BucketLifecycleConfiguration(
            name,
            new BucketLifecycleConfigurationArgs
            {
                Bucket = bucket.Id,
                Rules =
                {
                    new BucketLifecycleConfigurationRuleArgs
                    {
                        Id = "retention",
                        Status = "Enabled",
                        Filter = new BucketLifecycleConfigurationRuleFilterArgs { Prefix = "" },
                        Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { Days = retentionDays },
                    },
                },
            },
            child);
        _ = new BucketPolicy(name, new BucketPolicyArgs { Bucket = bucket.Id, Policy = Policy(bucket, account) }, new CustomResourceOptions { Parent = this, DependsOn = { closed } });
        Bucket = bucket.Id;
        RegisterOutputs(new Dictionary<string, object?> { ["bucket"] = Bucket });
    }

    /// <summary>The bucket's name.</summary>
    public Output<string> Bucket { get; }

    // Balancers of other accounts write below their own account's number.
    private static Output<string> Policy(Bucket bucket, Output<string> account) => PolicyDocument.Of(
        new Statement("BalancersWriteTheirLogs")
        {
            Principals = ("Service", new InputList<string> { Delivery }),
            Actions = ["s3:PutObject"],
            Resources = new InputList<string> { Output.Format($"{bucket.Arn}/AWSLogs/{account}/*") },
        },
        Statement.NothingUnencrypted(bucket.Arn));
}
