using Pulumi;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Service;

/// <summary>What the service itself may do in AWS, on whichever backend.</summary>
internal static class ServiceAccess
{
    public static IEnumerable<Statement> Statements(ServiceSettings service)
    {
        if (service.ModelSource is { } source)
        {
            var address = source["s3://".Length..].TrimEnd('/');
            yield return new Statement("ReadsModels") { Actions = ["s3:GetObject"], Resources = new InputList<string> { $"arn:{Partition.Current.Name}:s3:::{address}/*" } };
        }

        if (service.PictureBuckets.Count > 0)
        {
            yield return new Statement("ReadsPictures")
            {
                Actions = ["s3:GetObject"],
                Resources = [.. service.PictureBuckets.Select(bucket => $"arn:{Partition.Current.Name}:s3:::{bucket}/*")],
            };
        }
    }
}
