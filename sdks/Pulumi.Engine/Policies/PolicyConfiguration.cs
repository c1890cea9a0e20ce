using System.Text.Json.Nodes;

namespace Pulumi.Engine.Policies;

/// <summary>Puts a pack's configuration together by the engine's rules: defaults, the pack's initial configuration, then the file.</summary>
internal static class PolicyConfiguration
{
    private const string All = "all";

    /// <summary>The settings to send to the pack, complete.</summary>
    /// <exception cref="PolicyPackException">A value does not fit its schema, or a level is missing; the message holds every fault.</exception>
    public static IReadOnlyDictionary<string, PolicySettings> Reconcile(
        string pack,
        IReadOnlyList<PolicyInfo> policies,
        IReadOnlyDictionary<string, PolicySettings> initial,
        IReadOnlyDictionary<string, PolicySettings> file)
    {
        var settings = policies.ToDictionary(policy => policy.Name, Defaults);
        Apply(settings, initial);
        Apply(settings, file);
        List<string> faults =
        [
            .. policies.SelectMany(policy => ConfigSchemaValidator.Faults(policy, settings[policy.Name].Properties).Select(fault => $"{policy.Name}: {fault}")),
            // One file may configure several packs, but the engine takes a foreign policy only with a level.
            .. settings.Where(entry => entry.Value.Level is null)
                .Select(entry => $"{entry.Key}: the pack has no such policy; a file that several packs share must give it an enforcementLevel"),
        ];
        return faults.Count == 0
            ? settings
            : throw new PolicyPackException($"validating policy config of '{pack}':{string.Concat(faults.Select(fault => $"{Environment.NewLine}  {fault}"))}");
    }

    private static PolicySettings Defaults(PolicyInfo policy) => new(policy.Level, new JsonObject(policy.ConfigProperties
        .Where(property => property.Value is JsonObject schema && schema.ContainsKey("default"))
        .Select(property => KeyValuePair.Create(property.Key, property.Value!["default"]?.DeepClone()))));

    private static void Apply(Dictionary<string, PolicySettings> settings, IReadOnlyDictionary<string, PolicySettings> given)
    {
        if (given.TryGetValue(All, out var all) && all.Level is { } level)
        {
            foreach (var policy in settings.Keys.ToList())
                settings[policy] = settings[policy] with { Level = level };
        }
        foreach (var (policy, own) in given)
        {
            var before = settings.GetValueOrDefault(policy) ?? new PolicySettings(null, []);
            var properties = before.Properties.DeepClone().AsObject();
            foreach (var (name, value) in own.Properties)
                properties[name] = value?.DeepClone();
            settings[policy] = new PolicySettings(own.Level ?? before.Level, properties);
        }
    }
}
