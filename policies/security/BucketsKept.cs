using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

internal static class BucketsKept
{
    private static readonly string[] Buckets = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];

    public static StackValidationPolicy Policy { get; } = Rules.Stack(
        "buckets-kept",
        "What a bucket holds is encrypted by a rule of its own, can be had back for a time or goes by itself, and former versions go.",
        context =>
        {
            var encryptions = context.Resources.OfType("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration");
            var versionings = context.Resources.OfType("aws:s3/bucketVersioning:BucketVersioning");
            var lifecycles = context.Resources.OfType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration");
            Each(Buckets.SelectMany(type => context.Resources.OfType(type)), bucket =>
            {
                var rules = lifecycles.Where(lifecycle => lifecycle.DependsOn(bucket)).SelectMany(lifecycle => lifecycle.Props["rules"].Many()).Where(IsOn).ToList();
                var isVersioned = versionings.Any(versioning => versioning.DependsOn(bucket) && versioning.Props["versioningConfiguration"]["status"].AsString == "Enabled");
                All(
                    () =>
                    {
                        if (!encryptions.Any(encryption => encryption.DependsOn(bucket) && encryption.Props["rules"].Many().Any(rule => rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"].IsTruthy)))
                            context.Report("the bucket needs a BucketServerSideEncryptionConfiguration with an sseAlgorithm", bucket);
                    },
                    () =>
                    {
                        if (!isVersioned && !rules.Exists(rule => IsOfAll(rule) && rule["expiration"]["days"].IsTruthy))
                            context.Report("the bucket needs versioning, or a lifecycle by which everything in it expires", bucket);
                    },
                    () =>
                    {
                        if (isVersioned && !rules.Exists(rule => IsOfAll(rule) && rule["noncurrentVersionExpiration"]["noncurrentDays"].IsTruthy))
                            context.Report("the bucket is versioned and needs a lifecycle by which former versions of everything expire", bucket);
                    });
            });
        });

    private static bool IsOn(PropertyValue rule) => rule["status"].AsString == "Enabled";

    private static bool IsOfAll(PropertyValue rule) => !rule["filter"]["prefix"].IsTruthy;
}
