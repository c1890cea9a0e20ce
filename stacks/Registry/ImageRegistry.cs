using System.Text.Json;
using Pulumi;
using Pulumi.Aws.Ecr;
using Pulumi.Aws.Ecr.Inputs;

namespace Stacks.Registry;

/// <summary>The repository of the service's images. Tags never move, so a digest says for good what runs.</summary>
public sealed class ImageRegistry : ComponentResource
{
    private const int KeptImages = 30;

    /// <summary>Provisions the repository and the rule that keeps it small.</summary>
    public ImageRegistry(string name, ComponentResourceOptions? options = null)
        : base("room-type:registry:ImageRegistry", name, options)
    {
        var repository = new Repository(
            "room-type",
            new RepositoryArgs
            {
                ImageTagMutability = "IMMUTABLE",
                ImageScanningConfiguration = new RepositoryImageScanningConfigurationArgs { ScanOnPush = true },
            },
            new CustomResourceOptions { Parent = this });
        _ = new LifecyclePolicy(
            "room-type",
            new LifecyclePolicyArgs { Repository = repository.Name, Policy = KeepNewest() },
            new CustomResourceOptions { Parent = repository });

        RepositoryUrl = repository.RepositoryUrl;
        RegisterOutputs(new Dictionary<string, object?> { ["repositoryUrl"] = RepositoryUrl });
    }

    /// <summary>Where images are pushed to.</summary>
    public Output<string> RepositoryUrl { get; }

    /// <summary>The image of a digest, <c>sha256:...</c>.</summary>
    public Output<string> UriOf(string digest) => Output.Format($"{RepositoryUrl}@{digest}");

    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
    private static string KeepNewest() => JsonSerializer.Serialize(new
    {
        rules = new[]
        {
            new
            {
                rulePriority = 1,
                description = "keep what can still be rolled back to",
                selection = new { tagStatus = "any", countType = "imageCountMoreThan", countNumber = KeptImages },
                action = new { type = "expire" },
            },
        },
    });
}
