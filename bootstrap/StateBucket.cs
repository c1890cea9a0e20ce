using Pulumi;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;
using Stacks.Iam;
using BucketServerSideEncryptionConfigurationArgs = Pulumi.Aws.S3.BucketServerSideEncryptionConfigurationArgs;
using BucketVersioningArgs = Pulumi.Aws.S3.BucketVersioningArgs;

namespace Bootstrap;

/// <summary>Where Pulumi keeps the state of the account's stacks: encrypted, with its history, closed to the public.</summary>
public sealed class StateBucket : ComponentResource
{
    private const int HistoryDays = 90;

    /// <summary>Provisions the bucket.</summary>
    public StateBucket(string name, Output<string> account, Input<string> keyArn, AccountSettings settings, ComponentResourceOptions? options = null)
        : base("room-type:bootstrap:StateBucket", name, options)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var child = new CustomResourceOptions { Parent = this };
        var bucket = new Bucket(
            name,
            new BucketArgs { BucketName = Output.Format($"{Deployment.Instance.ProjectName}-{account}-{settings.Region}"), ForceDestroy = !settings.Protect },
            child);
        _ = new BucketVersioning(name, new BucketVersioningArgs { Bucket = bucket.Id, VersioningConfiguration = new BucketVersioningVersioningConfigurationArgs { Status = "Enabled" } }, child);
        _ = new BucketServerSideEncryptionConfiguration(
            name,
            new BucketServerSideEncryptionConfigurationArgs
            {
                Bucket = bucket.Id,
                Rules =
                {
                    new BucketServerSideEncryptionConfigurationRuleArgs
                    {
                        BucketKeyEnabled = true,
                        ApplyServerSideEncryptionByDefault = new BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs { SseAlgorithm = "aws:kms", KmsMasterKeyId = keyArn },
                    },
                },
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
                        Id = "history",
                        Status = "Enabled",
                        Filter = new BucketLifecycleConfigurationRuleFilterArgs { Prefix = "" },
                        NoncurrentVersionExpiration = new BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs { NoncurrentDays = HistoryDays },
                    },
                },
            },
            child);
        _ = new BucketPolicy(name, new BucketPolicyArgs { Bucket = bucket.Id, Policy = PolicyDocument.Of(Statement.NothingUnencrypted(bucket.Arn)) }, new CustomResourceOptions { Parent = this, DependsOn = { closed } });
        (Name, Arn) = (bucket.BucketName, bucket.Arn);
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = Name });
    }

    /// <summary>The bucket's name.</summary>
    public Output<string> Name { get; }

    /// <summary>The bucket's ARN.</summary>
    public Output<string> Arn { get; }
}
