using Pulumi;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;
using Stacks.Configuration;
using Stacks.Iam;
using BucketServerSideEncryptionConfigurationArgs = Pulumi.Aws.S3.BucketServerSideEncryptionConfigurationArgs;
using BucketVersioningArgs = Pulumi.Aws.S3.BucketVersioningArgs;

namespace Stacks.Events.Lake;

/// <summary>The lake's bucket: encrypted with the stack's key, versioned, closed, and with rules by which what is old goes.</summary>
internal sealed class LakeBucket : ComponentResource
{
    /// <summary>Where events are.</summary>
    public const string Events = "events/";

    /// <summary>Where state is that is no event.</summary>
    public const string Documents = "documents/";

    /// <summary>Where Athena puts its answers.</summary>
    public const string Results = "results/";

    /// <summary>Days that embeddings are kept, as the service says in its own folder.</summary>
    public const int EmbeddingDays = 30;

    // An entity that was erased is gone then. Whoever deleted too much has as long to say so.
    private const int FormerDays = 7;

    // Names that Pulumi makes of it begin with the first part, which bootstrap/Access allows; a test compares.
    private const string Name = "events-lake";

    public LakeBucket(EventSettings events, bool keep, Output<string> key, Resource parent)
        : base("room-type:events:LakeBucket", Name, new ComponentResourceOptions { Parent = parent })
    {
        // What stays has to stay closed, encrypted and emptied by its rules.
        var child = new CustomResourceOptions { Parent = this, RetainOnDelete = keep ? true : null };
        var bucket = new Bucket(Name, new BucketArgs { ForceDestroy = !keep }, child);
        Encrypt(bucket, key, child);
        var versions = new BucketVersioning(
            Name,
            new BucketVersioningArgs { Bucket = bucket.Id, VersioningConfiguration = new BucketVersioningVersioningConfigurationArgs { Status = "Enabled" } },
            child);
        var closed = new BucketPublicAccessBlock(
            Name,
            new BucketPublicAccessBlockArgs { Bucket = bucket.Id, BlockPublicAcls = true, BlockPublicPolicy = true, IgnorePublicAcls = true, RestrictPublicBuckets = true },
            child);
        _ = new BucketLifecycleConfiguration(
            Name,
            new BucketLifecycleConfigurationArgs
            {
                Bucket = bucket.Id,
                // Of two rules for an object the earlier day counts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html
                Rules = { After("events", Events, events.RetentionDays), After("embeddings", $"{Events}kind={LakeTable.Embeddings}/", EmbeddingDays), After("results", Results, FormerDays), Former },
            },
            new CustomResourceOptions { Parent = this, RetainOnDelete = child.RetainOnDelete, DependsOn = { versions } });
        _ = new BucketPolicy(
            Name,
            new BucketPolicyArgs { Bucket = bucket.Id, Policy = PolicyDocument.Of(Statement.NothingUnencrypted(bucket.Arn)) },
            new CustomResourceOptions { Parent = this, RetainOnDelete = child.RetainOnDelete, DependsOn = { closed } });
        (Id, Arn) = (bucket.Id, bucket.Arn);
        RegisterOutputs(new Dictionary<string, object?> { ["bucket"] = Id });
    }

    /// <summary>The bucket's name.</summary>
    public Output<string> Id { get; }

    /// <summary>Its ARN.</summary>
    public Output<string> Arn { get; }

    // One question to KMS for many objects: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
    private static void Encrypt(Bucket bucket, Output<string> key, CustomResourceOptions child) => _ = new BucketServerSideEncryptionConfiguration(
        Name,
        new BucketServerSideEncryptionConfigurationArgs
        {
            Bucket = bucket.Id,
            Rules =
            {
                new BucketServerSideEncryptionConfigurationRuleArgs
                {
                    ApplyServerSideEncryptionByDefault = new BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs { SseAlgorithm = "aws:kms", KmsMasterKeyId = key },
                    BucketKeyEnabled = true,
                },
            },
        },
        child);

    private static BucketLifecycleConfigurationRuleArgs After(string id, string prefix, int days) => new()
    {
        Id = id,
        Status = "Enabled",
        Filter = new BucketLifecycleConfigurationRuleFilterArgs { Prefix = prefix },
        Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { Days = days },
    };

    private static BucketLifecycleConfigurationRuleArgs Former => new()
    {
        Id = "former",
        Status = "Enabled",
        Filter = new BucketLifecycleConfigurationRuleFilterArgs { Prefix = "" },
        Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { ExpiredObjectDeleteMarker = true },
        NoncurrentVersionExpiration = new BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs { NoncurrentDays = FormerDays },
        AbortIncompleteMultipartUpload = new BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs { DaysAfterInitiation = 1 },
    };
}
