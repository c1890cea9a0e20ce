using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace Pulumi.Policy.Analysis;

/// <summary>
/// A pack as the engine's protocol sees it, without the transport: what it is, its configuration, and what its policies say. Calls may
/// come side by side; a configuration counts from the next call on.
/// </summary>
internal sealed class PackAnalyzer(PolicyPack pack)
{
    private readonly PolicyRunner _runner = new(pack);
    private volatile Dictionary<string, PolicyConfig> _config = [];
    private volatile PolicyStack _stack = new();

    public AnalyzerInfo GetInfo() => PackDescription.Of(pack);

    public void Configure(ConfigureAnalyzerRequest request) => _config = request.PolicyConfig.ToDictionary();

    public void ConfigureStack(AnalyzerStackConfigureRequest request) => _stack = new PolicyStack
    {
        Name = request.Stack,
        Project = request.Project,
        Organization = request.Organization,
        DryRun = request.DryRun,
        Config = request.Config.ToDictionary(),
        ConfigSecretKeys = [.. request.ConfigSecretKeys],
        Tags = request.Tags.ToDictionary(),
    };

    /// <exception cref="PolicyFailedException">A policy throws.</exception>
    public async Task<AnalyzeResponse> AnalyzeAsync(AnalyzeRequest request, CancellationToken cancellation)
    {
        var response = new AnalyzeResponse();
        var props = PropertyValue.Of(request.Properties ?? new Struct(), isReadOnly: true);
        foreach (var (policy, level) in Enabled<ResourceValidationPolicy>())
        {
            if (WhyNot(policy, policy.Validates ? null : nameof(policy.ValidateResource), request.Type) is { } reason)
                response.NotApplicable.Add(NotApplicable(policy, reason));
            else
                await _runner.ValidateAsync(policy, level, new ResourceValidationArgs(request, props, Context(policy)), response, cancellation);
        }
        return response;
    }

    /// <exception cref="PolicyFailedException">A policy throws.</exception>
    public async Task<AnalyzeResponse> AnalyzeStackAsync(AnalyzeStackRequest request, CancellationToken cancellation)
    {
        var response = new AnalyzeResponse();
        var resources = PolicyResource.All(request.Resources);
        foreach (var (policy, level) in Enabled<StackValidationPolicy>())
            await _runner.ValidateAsync(policy, level, new StackValidationArgs(resources, Context(policy)), response, cancellation);
        return response;
    }

    /// <summary>Has policies change a resource, each what those before it have made.</summary>
    /// <exception cref="PolicyFailedException">A policy throws.</exception>
    public async Task<RemediateResponse> RemediateAsync(AnalyzeRequest request, CancellationToken cancellation)
    {
        var response = new RemediateResponse();
        var properties = request.Properties ?? new Struct();
        foreach (var (policy, _) in Enabled<ResourceValidationPolicy>().Where(entry => LevelOf(entry.Policy) == EnforcementLevel.Remediate))
        {
            if (WhyNot(policy, policy.Remediates ? null : nameof(policy.RemediateResource), request.Type) is { } reason)
            {
                response.NotApplicable.Add(NotApplicable(policy, reason));
                continue;
            }
            // One that does not get to its end leaves nothing behind.
            var args = new ResourceValidationArgs(request, PropertyValue.Of(properties.Clone(), isReadOnly: false), Context(policy));
            properties = await _runner.RemediateAsync(policy, args, response, cancellation) ?? properties;
        }
        return response;
    }

    /// <summary>Policies that run, with the level of their violations: what was not mended is mandatory.</summary>
    private IEnumerable<(TPolicy Policy, EnforcementLevel Level)> Enabled<TPolicy>()
        where TPolicy : ValidationPolicy =>
        from policy in pack.Args.Policies.OfType<TPolicy>()
        let level = LevelOf(policy)
        where level != EnforcementLevel.Disabled
        select (policy, level == EnforcementLevel.Remediate ? EnforcementLevel.Mandatory : level);

    private EnforcementLevel LevelOf(ValidationPolicy policy) =>
        _config.TryGetValue(policy.Name, out var config) ? (EnforcementLevel)config.EnforcementLevel : pack.LevelOf(policy);

    private PolicyContext Context(ValidationPolicy policy) =>
        new(policy, _config.TryGetValue(policy.Name, out var config) ? JsonValues.ToJson(config.Properties) : new JsonObject(), _stack);

    private static string? WhyNot(ResourceValidationPolicy policy, string? lacks, string type) => lacks is not null
        ? $"Policy does not implement {lacks}"
        : policy.ResourceTypes.Count == 0 || policy.ResourceTypes.Contains(type) ? null : $"Policy only applies to resources of type '{string.Join("', '", policy.ResourceTypes)}'";

    private static PolicyNotApplicable NotApplicable(ValidationPolicy policy, string reason) => new() { PolicyName = policy.Name, Reason = reason };
}
