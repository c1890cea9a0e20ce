using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

internal static class BucketsClosed
{
    private static readonly string[] Buckets = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];
    private static readonly string[] Flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

    public static StackValidationPolicy Policy { get; } = Rules.Stack(
        "buckets-closed",
        "Buckets are closed to the public by a block of their own, and refuse what does not come over TLS.",
        context =>
        {
            var blocks = context.Resources.OfType("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
            var policies = context.Resources.OfType("aws:s3/bucketPolicy:BucketPolicy");
            Each(Buckets.SelectMany(type => context.Resources.OfType(type)), bucket => All(
                () =>
                {
                    if (!blocks.Any(block => block.DependsOn(bucket) && Flags.All(flag => block.Props[flag].AsBoolean == true)))
                        context.Report($"the bucket needs a BucketPublicAccessBlock with {string.Join(", ", Flags)}", bucket);
                },
                () =>
                {
                    if (!policies.Any(policy => policy.DependsOn(bucket) && policy.Props["policy"].Json()["Statement"].Many().Any(RefusesPlaintext)))
                        context.Report("the bucket needs a BucketPolicy that denies s3:* where aws:SecureTransport is false", bucket);
                }));
        });

    private static bool RefusesPlaintext(PropertyValue statement) =>
        statement["Effect"].AsString == "Deny" && statement["Action"].Many().Any(action => action.AsString is "s3:*" or "*")
        && statement["Condition"]["Bool"]["aws:SecureTransport"].Many().Any(value => value.Text() == "false");
}
