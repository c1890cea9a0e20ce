using System.Text.Json;
using Pulumi;
using Pulumi.Aws.Ecr;
using Pulumi.Aws.Ecr.Inputs;

namespace Stacks.Registry;

/// <summary>A repository of images. Tags never move, so a digest says for good what runs.</summary>
public sealed class ImageRegistry : ComponentResource
{
    private const int KeptImages = 30;

    /// <summary>Provisions the repository and the rule that keeps it small.</summary>
    /// <param name="name">Logical name of the component and of the repository.</param>
    /// <param name="keyArn">The key that encrypts the images.</param>
    /// <param name="options">Options of the component.</param>
    public ImageRegistry(string name, Input<string> keyArn, ComponentResourceOptions? options = null)
        : base("room-type:registry:ImageRegistry", name, options)
    {
        var repository = new Repository(
            name,
            new RepositoryArgs
            {
                ImageTagMutability = "IMMUTABLE",
                ImageScanningConfiguration = new RepositoryImageScanningConfigurationArgs { ScanOnPush = true },
                EncryptionConfigurations = { new RepositoryEncryptionConfigurationArgs { EncryptionType = "KMS", KmsKey = keyArn } },
            },
            new CustomResourceOptions { Parent = this });
        _ = new LifecyclePolicy(
            name,
            new LifecyclePolicyArgs { Repository = repository.Name, Policy = KeepNewest() },
            new CustomResourceOptions { Parent = repository });

        RepositoryUrl = repository.RepositoryUrl;
        RepositoryArn = repository.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["repositoryUrl"] = RepositoryUrl });
    }

    /// <summary>Where images are pushed to.</summary>
    public Output<string> RepositoryUrl { get; }

    /// <summary>The repository's ARN.</summary>
    public Output<string> RepositoryArn { get; }

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
