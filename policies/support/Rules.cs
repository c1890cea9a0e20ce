using System.Text.Json.Serialization.Metadata;
using Pulumi.Policy;

namespace Policies.Support;

/// <summary>What a check has besides the resource's inputs.</summary>
/// <param name="Args">The resource.</param>
/// <param name="Report">Takes violations. Messages name paths and limits, never values: those may be secret.</param>
internal record Context(ResourceValidationArgs Args, Action<string> Report);

/// <summary>What a check has besides the resource's inputs, where its rule is configured.</summary>
internal sealed record Context<TConfig>(ResourceValidationArgs Args, Action<string> Report, TConfig Config) : Context(Args, Report);

/// <summary>What a check of a whole stack has.</summary>
/// <param name="Resources">All resources.</param>
/// <param name="Report">Takes a violation and the resource that it is about.</param>
internal record StackContext(IReadOnlyList<PolicyResource> Resources, Action<string, PolicyResource> Report);

/// <summary>What a check of a whole stack has, where its rule is configured.</summary>
internal sealed record StackContext<TConfig>(IReadOnlyList<PolicyResource> Resources, Action<string, PolicyResource> Report, TConfig Config)
    : StackContext(Resources, Report);

/// <summary>Checks by the type of resource that they are about.</summary>
internal sealed class ResourceChecks<TContext> : Dictionary<string, Action<PropertyValue, TContext>>
{
    /// <summary>Gives several types the same check.</summary>
    public Action<PropertyValue, TContext> this[string[] types]
    {
        set
        {
            foreach (var type in types)
                Add(type, value);
        }
    }
}

/// <summary>
/// Makes policies of checks. They go by type tokens, not by the classes of a provider's package: a pack starts without megabytes of
/// those, and every name of an input is held by a mutation in the tests.
/// </summary>
internal static class Rules
{
    /// <summary>A policy of single resources.</summary>
    public static ResourceValidationPolicy Resource(string name, string description, ResourceChecks<Context> checks) => new()
    {
        Name = name,
        Description = description,
        ResourceTypes = [.. checks.Keys],
        ValidateResource = (args, report) => checks[args.Type](args.Props, new Context(args, message => report(message))),
    };

    /// <summary>A policy of single resources that is configured.</summary>
    public static ResourceValidationPolicy Resource<TConfig>(string name, string description, JsonTypeInfo<TConfig> config, ResourceChecks<Context<TConfig>> checks)
        where TConfig : class => new()
        {
            Name = name,
            Description = description,
            ConfigSchema = PolicyConfigSchema.For(config),
            ResourceTypes = [.. checks.Keys],
            ValidateResource = (args, report) => checks[args.Type](args.Props, new Context<TConfig>(args, message => report(message), args.GetConfig<TConfig>())),
        };

    /// <summary>A policy of a stack as a whole.</summary>
    public static StackValidationPolicy Stack(string name, string description, Action<StackContext> check) => new()
    {
        Name = name,
        Description = description,
        ValidateStack = (args, report) => check(new StackContext(args.Resources, (message, resource) => report(message, resource.Urn))),
    };

    /// <summary>A policy of a stack as a whole that is configured.</summary>
    public static StackValidationPolicy Stack<TConfig>(string name, string description, JsonTypeInfo<TConfig> config, Action<StackContext<TConfig>> check)
        where TConfig : class => new()
        {
            Name = name,
            Description = description,
            ConfigSchema = PolicyConfigSchema.For(config),
            ValidateStack = (args, report) =>
                check(new StackContext<TConfig>(args.Resources, (message, resource) => report(message, resource.Urn), args.GetConfig<TConfig>())),
        };
}
