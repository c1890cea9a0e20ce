using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pulumi.Engine.Policies;

/// <summary>A policy pack to start, and the stack that it will look at.</summary>
public sealed record PolicyPackOptions
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The pack's folder, that of PulumiPolicy.yaml.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// A built program (.dll) that has the pack of the folder's name, run in this process without a server. Null: the pack is started
    /// by its PulumiPolicy.yaml and spoken to over the protocol, as the engine does.
    /// </summary>
    public string? Program { get; init; }

    /// <summary>The folder that the Pulumi CLI would be in, from which a relative option <c>binary</c> counts. Default: the current one.</summary>
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>The project's name.</summary>
    public required string Project { get; init; }

    /// <summary>The stack's name.</summary>
    public required string Stack { get; init; }

    /// <summary>The organization's name.</summary>
    public string Organization { get; init; } = "organization";

    /// <summary>Whether it is a preview.</summary>
    public bool DryRun { get; init; } = true;

    /// <summary>The stack's configuration by qualified key, <c>namespace:name</c>.</summary>
    public IReadOnlyDictionary<string, string> StackConfig { get; init; } = new Dictionary<string, string>();

    /// <summary>Keys of <see cref="StackConfig"/> whose values are secret.</summary>
    public IReadOnlyCollection<string> SecretConfigKeys { get; init; } = [];

    /// <summary>The policies' configuration, as of <see cref="PolicyConfigFile"/>.</summary>
    public IReadOnlyDictionary<string, PolicySettings> Settings { get; init; } = new Dictionary<string, PolicySettings>();

    /// <summary>The time that the pack has to start and to say what it is. Default: one minute.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The environment that the engine gives to packs of Node.js.</summary>
    internal IReadOnlyDictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string> { ["PULUMI_CONFIG"] = JsonSerializer.Serialize(StackConfig, Relaxed) };
        foreach (var prefix in new[] { "PULUMI_", "PULUMI_NODEJS_" })
        {
            variables[$"{prefix}ORGANIZATION"] = Organization;
            variables[$"{prefix}PROJECT"] = Project;
            variables[$"{prefix}STACK"] = Stack;
            variables[$"{prefix}DRY_RUN"] = DryRun ? "true" : "false";
        }
        return variables;
    }
}
