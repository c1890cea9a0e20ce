using System.Text.Json;
using Pulumi;
using Pulumi.Aws.Ecr;
using Pulumi.Aws.Ecr.Inputs;
using Stacks.Iam;
using Partition = Stacks.Conventions.Partition;

namespace Bootstrap;

/// <summary>A repository of images. Tags never move, so a digest says for good what runs; and nothing that may run is ever removed.</summary>
public sealed class ImageRegistry : ComponentResource
{
    /// <summary>What tags of images begin with that were built for a pull request.</summary>
    public const string CandidatePrefix = "candidate-";

    private const int CandidateDays = 14;

    /// <summary>Provisions the repository and the rule that keeps it small.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="repositoryName">The repository's name.</param>
    /// <param name="keyArn">The key that encrypts the images.</param>
    /// <param name="account">The account, whose functions may pull.</param>
    /// <param name="settings">The account's configuration.</param>
    /// <param name="options">Options of the component.</param>
    public ImageRegistry(string name, string repositoryName, Input<string> keyArn, Output<string> account, AccountSettings settings, ComponentResourceOptions? options = null)
        : base("room-type:bootstrap:ImageRegistry", name, options)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var child = new CustomResourceOptions { Parent = this };
        var repository = new Repository(
            name,
            new RepositoryArgs
            {
                Name = repositoryName,
                ImageTagMutability = "IMMUTABLE",
                ImageScanningConfiguration = new RepositoryImageScanningConfigurationArgs { ScanOnPush = true },
                EncryptionConfigurations = { new RepositoryEncryptionConfigurationArgs { EncryptionType = "KMS", KmsKey = keyArn } },
                ForceDelete = !settings.Protect,
            },
            child);
        _ = new LifecyclePolicy(name, new LifecyclePolicyArgs { Repository = repository.Name, Policy = ForgetCandidates() }, child);
        _ = new RepositoryPolicy(name, new RepositoryPolicyArgs { Repository = repository.Name, Policy = FunctionsPull(account, settings.Region) }, child);
        RepositoryUrl = repository.RepositoryUrl;
        RegisterOutputs(new Dictionary<string, object?> { ["repositoryUrl"] = RepositoryUrl });
    }

    /// <summary>Where images are pushed to.</summary>
    public Output<string> RepositoryUrl { get; }

    // ECR does not know what runs, so neither age nor number may decide, and what is pushed by digest has no tag: only what was never meant to run goes.
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
    private static string ForgetCandidates() => JsonSerializer.Serialize(new
    {
        rules = new[]
        {
            new
            {
                rulePriority = 1,
                description = "images of pull requests",
                selection = new { tagStatus = "tagged", tagPrefixList = new[] { CandidatePrefix }, countType = "sinceImagePushed", countUnit = "days", countNumber = CandidateDays },
                action = new { type = "expire" },
            },
        },
    });

    // Lambda would write it itself with the rights of whoever deploys: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
    private static Output<string> FunctionsPull(Output<string> account, string region) => PolicyDocument.Of(new Statement("FunctionsOfTheAccountPull")
    {
        Principals = ("Service", new InputList<string> { "lambda.amazonaws.com" }),
        Actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Conditions = [("ArnLike", "aws:SourceArn", new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:lambda:{region}:{account}:function:*") })],
    });
}
