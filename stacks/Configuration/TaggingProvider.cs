using Pulumi;
using Pulumi.Aws;
using Pulumi.Aws.Inputs;
using Aws = Pulumi.Aws;

namespace Stacks.Configuration;

/// <summary>The AWS provider of the stack, which tags everything that it creates.</summary>
internal static class TaggingProvider
{
    public static Aws.Provider Create(Settings settings) => new("aws", new ProviderArgs
    {
        Region = settings.Region,
        DefaultTags = new ProviderDefaultTagsArgs
        {
            Tags =
            {
                { "project", Deployment.Instance.ProjectName },
                { "stack", Deployment.Instance.StackName },
                { "owner", settings.Owner },
                { "costCenter", settings.CostCenter },
            },
        },
    });
}
