using System.Text.RegularExpressions;
using Pulumi;
using Stacks.Configuration;

namespace Bootstrap;

/// <summary>The configuration of an account.</summary>
public sealed record AccountSettings
{
    private static readonly Regex RepositoryForm = new("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$");

    private static readonly Regex ProviderForm = new("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/token.actions.githubusercontent.com$");

    /// <summary>Region that the account is made ready in.</summary>
    public required string Region { get; init; }

    /// <summary>Who answers for the account's stack.</summary>
    public required string Owner { get; init; }

    /// <summary>Who pays for it.</summary>
    public required string CostCenter { get; init; }

    /// <summary>Whether repositories, state and key are protected from deletion.</summary>
    public required bool Protect { get; init; }

    /// <summary>A policy that bounds the roles of stacks; null makes one.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>Accounts that may pull images, as those that a tried image is copied to do.</summary>
    public required IReadOnlyList<string> ImageReaders { get; init; }

    /// <summary>Buckets that steps of pipelines may write models and runs to.</summary>
    public required IReadOnlyList<string> PipelineBuckets { get; init; }

    /// <summary>The GitHub repository whose workflows deploy; null for none.</summary>
    public string? Repository { get; init; }

    /// <summary>Its environments that may deploy here.</summary>
    public required IReadOnlyList<string> Environments { get; init; }

    /// <summary>GitHub's identity provider where the account has it already; null makes it.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>Reads the configuration of the running stack.</summary>
    /// <exception cref="RunException">It is wrong; the message holds every fault.</exception>
    public static AccountSettings Load()
    {
        var reader = new ConfigReader(Deployment.Instance.ProjectName);
        var settings = Read(reader);
        reader.ThrowIfFaulty();
        return settings;
    }

    /// <summary>Reads all settings; faults stay with the reader.</summary>
    internal static AccountSettings Read(ConfigReader reader)
    {
        var region = new Config("aws").Get("region") ?? "";
        CrossChecks.Region(region, reader);
        CrossChecks.Names(reader);
        return new AccountSettings
        {
            Region = region,
            Owner = reader.Matching("owner", null, "Who answers for the stack; a tag of every resource", Forms.TagValue, Settings.TagForm),
            CostCenter = reader.Matching("costCenter", null, "Who pays for the stack; a tag of every resource", Forms.TagValue, Settings.TagForm),
            Protect = reader.Flag("protect", true, "Whether repositories, state and key are protected from deletion and kept when the stack goes"),
            PermissionsBoundary = reader.Optional("permissionsBoundary", Settings.BoundaryMeaning, Forms.Policy, Settings.BoundaryForm),
            ImageReaders = reader.List("imageReaders", [], "Accounts that may pull images, as the next one that an image is copied to", Forms.Account, "12 digits"),
            PipelineBuckets = reader.List("pipelineBuckets", [], "Buckets that pipelines of stacks write models and runs to, and batches answers, which the boundary of roles allows nobody else", Forms.Bucket, "bucket names"),
            Repository = reader.Optional("githubRepository", "GitHub repository whose workflows deploy; empty makes no role for any", RepositoryForm, "owner/name"),
            Environments = reader.List("githubEnvironments", [], "Environments of that repository that deploy to this account; none takes the one named like the stack", Forms.Name, "names") is { Count: > 0 } named ? named : [Deployment.Instance.StackName],
            IdentityProvider = reader.Optional("githubIdentityProvider", "GitHub's OpenID Connect provider, where the account has it already; empty makes it", ProviderForm, "the ARN of an OpenID Connect provider"),
        };
    }
}
