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
            yield return new Statement("ReadsModels") { Actions = ["s3:GetObject"], Resources = new InputList<string> { Place.Of(source).Objects() } };

        if (service.PictureBuckets.Count > 0)
        {
            yield return new Statement("ReadsPictures")
            {
                Actions = ["s3:GetObject"],
                Resources = [.. service.PictureBuckets.Select(bucket => new Place(bucket, "").Objects())],
            };
        }
    }
}
