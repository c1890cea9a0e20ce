using System.Reflection;
using System.Text.RegularExpressions;
using Pulumi.Policy.Serving;

namespace Pulumi.Policy;

/// <summary>Policies under one name. A program serves one, or several of which the engine names one by its folder: <see cref="RunAsync"/>.</summary>
public sealed partial class PolicyPack
{
    /// <summary>Stands for every policy in a configuration.</summary>
    private const string All = "all";

    private const string LevelProperty = "enforcementLevel";

    /// <param name="name">1 to 100 letters, digits, hyphens, underscores or periods.</param>
    /// <param name="args">The policies.</param>
    /// <param name="initialConfig">Configuration by policy that goes before the defaults, and after what the user configures.</param>
    /// <exception cref="ArgumentException">A name is not allowed or not unique, or a policy does nothing; the message says which.</exception>
    public PolicyPack(string name, PolicyPackArgs args, IReadOnlyDictionary<string, PolicyPackConfig>? initialConfig = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (!AllowedName().IsMatch(name))
            throw new ArgumentException($"the policy pack's name is '{name}'; allowed are 1 to 100 letters, digits, hyphens, underscores and periods.", nameof(name));
        foreach (var policy in args.Policies)
            Check(policy, args.Policies);
        Name = name;
        Args = args;
        Version = args.Version ?? VersionOf(Assembly.GetEntryAssembly());
        InitialConfig = initialConfig ?? new Dictionary<string, PolicyPackConfig>();
    }

    /// <summary>The pack's name.</summary>
    public string Name { get; }

    /// <summary>Its version.</summary>
    public string Version { get; }

    /// <summary>Its policies, and what is told of it.</summary>
    public PolicyPackArgs Args { get; }

    /// <summary>Configuration by policy that goes before the defaults.</summary>
    public IReadOnlyDictionary<string, PolicyPackConfig> InitialConfig { get; }

    /// <summary>
    /// Serves a pack to the engine until the engine ends: writes the port to standard output as the first line, as plugins do, and
    /// nothing else. Of several packs it serves the one that has the name of the folder of <c>PulumiPolicy.yaml</c>.
    /// </summary>
    /// <param name="packs">The program's packs, of different names.</param>
    /// <returns>The program's exit code.</returns>
    public static Task<int> RunAsync(params IReadOnlyList<PolicyPack> packs)
    {
        ArgumentNullException.ThrowIfNull(packs);
        if (packs.Count == 0 || packs.DistinctBy(pack => pack.Name).Count() < packs.Count)
            throw new ArgumentException("a program serves at least one policy pack, and packs of different names.", nameof(packs));
        return PolicyProgram.TakePacks(packs) ? Task.FromResult(0) : PolicyServer.RunAsync(packs);
    }

    internal EnforcementLevel LevelOf(ValidationPolicy policy) => policy.EnforcementLevel ?? Args.EnforcementLevel;

    private static string VersionOf(Assembly? program) => program?.GetName().Version?.ToString(3) ?? "0.0.0";

    private static void Check(ValidationPolicy policy, IReadOnlyList<ValidationPolicy> policies)
    {
        if (policy.Name is "" or All)
            throw new ArgumentException($"a policy's name is '{policy.Name}', which is not allowed.", nameof(policies));
        if (policies.Count(other => other.Name == policy.Name) > 1)
            throw new ArgumentException($"several policies are named '{policy.Name}': names are unique in a pack.", nameof(policies));
        if (policy is ResourceValidationPolicy { Validates: false, Remediates: false } or StackValidationPolicy { ValidateStack: null, ValidateStackAsync: null })
            throw new ArgumentException($"policy '{policy.Name}' does nothing: set a function that validates or remediates.", nameof(policies));
        if (policy.ConfigSchema?.Properties.ContainsKey(LevelProperty) == true)
            throw new ArgumentException($"the configuration of policy '{policy.Name}' has a property {LevelProperty}, which every policy has: leave it out.", nameof(policies));
    }

    [GeneratedRegex("^[a-zA-Z0-9-_.]{1,100}$")]
    private static partial Regex AllowedName();
}
