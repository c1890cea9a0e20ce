using Pulumirpc;

namespace Pulumi.Policy.Analysis;

/// <summary>What a pack says of itself and its policies.</summary>
internal static class PackDescription
{
    public static AnalyzerInfo Of(PolicyPack pack) => new()
    {
        Name = pack.Name,
        Version = pack.Version,
        DisplayName = pack.Args.DisplayName,
        Description = pack.Args.Description,
        Readme = pack.Args.Readme,
        Provider = pack.Args.Provider,
        Repository = pack.Args.Repository,
        Tags = { pack.Args.Tags },
        SupportsConfig = true,
        Policies = { pack.Args.Policies.Select(policy => Of(policy, pack.LevelOf(policy))) },
        InitialConfig =
        {
            pack.InitialConfig.ToDictionary(entry => entry.Key, entry => new PolicyConfig
            {
                EnforcementLevel = (Pulumirpc.EnforcementLevel)(entry.Value.EnforcementLevel ?? LevelOf(pack, entry.Key)),
                Properties = JsonValues.ToStruct(entry.Value.Properties ?? []),
            }),
        },
    };

    private static PolicyInfo Of(ValidationPolicy policy, EnforcementLevel level)
    {
        var info = new PolicyInfo
        {
            Name = policy.Name,
            DisplayName = policy.DisplayName,
            Description = policy.Description,
            EnforcementLevel = (Pulumirpc.EnforcementLevel)level,
            PolicyType = policy is StackValidationPolicy ? PolicyType.Stack : PolicyType.Resource,
            Severity = (PolicySeverity)policy.Severity,
            Tags = { policy.Tags },
            RemediationSteps = policy.RemediationSteps,
            Url = policy.Url,
        };
        if (policy.ConfigSchema is { } schema)
            info.ConfigSchema = new Pulumirpc.PolicyConfigSchema { Properties = JsonValues.ToStruct(schema.Properties), Required = { schema.Required } };
        if (policy.Framework is { } framework)
        {
            info.Framework = new Pulumirpc.PolicyComplianceFramework
            {
                Name = framework.Name,
                Version = framework.Version,
                Reference = framework.Reference,
                Specification = framework.Specification,
            };
        }
        return info;
    }

    // A level on the wire is never absent.
    private static EnforcementLevel LevelOf(PolicyPack pack, string policy) =>
        pack.Args.Policies.FirstOrDefault(candidate => candidate.Name == policy) is { } own ? pack.LevelOf(own) : pack.Args.EnforcementLevel;
}
