namespace Pulumi.Policy;

/// <summary>The stack that a pack looks at, as the engine tells it; empty before it has.</summary>
public sealed record PolicyStack
{
    /// <summary>The stack's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The project's name.</summary>
    public string Project { get; init; } = "";

    /// <summary>The organization's name.</summary>
    public string Organization { get; init; } = "";

    /// <summary>Whether it is a preview.</summary>
    public bool DryRun { get; init; }

    /// <summary>The stack's configuration by qualified key, <c>namespace:name</c>, secret values as plain text.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();

    /// <summary>Keys of <see cref="Config"/> whose values are secret.</summary>
    public IReadOnlyCollection<string> ConfigSecretKeys { get; init; } = [];

    /// <summary>The stack's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>What every policy is given besides the resources: its configuration and the stack.</summary>
internal sealed record PolicyContext(ValidationPolicy Policy, System.Text.Json.Nodes.JsonObject Config, PolicyStack Stack)
{
    public T GetConfig<T>()
        where T : class => Policy.ConfigSchema is PolicyConfigSchema<T> schema
            ? schema.Read(Config)
            : throw new InvalidOperationException($"policy '{Policy.Name}' has no configuration of the type {typeof(T)}: set its ConfigSchema to PolicyConfigSchema.For<{typeof(T).Name}>(...).");
}
