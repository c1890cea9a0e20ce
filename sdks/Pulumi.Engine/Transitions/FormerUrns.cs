using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Transitions;

/// <summary>
/// Where a resource is in the state: under its URN, under an alias, or below what its parent was. Asked of resources in the order in
/// which a program registers them.
/// </summary>
/// <remarks>generateAliases and inheritedChildAlias in pkg/resource/deploy/step_generator.go of the engine.</remarks>
/// <param name="has">Whether the state has a URN that nothing else has taken.</param>
internal sealed class FormerUrns(Func<string, bool> has)
{
    private readonly Dictionary<string, string> _formerly = [];

    /// <summary>The URN in the state; null for what is new.</summary>
    /// <param name="urn">The URN now.</param>
    /// <param name="parent">URN of the parent now; empty for none.</param>
    /// <param name="aliases">The aliases that the program gives.</param>
    public string? Find(string urn, string parent, IEnumerable<RecordedAlias> aliases)
    {
        if (has(urn))
            return urn;
        var given = aliases.Select(alias => (alias with { ParentUrn = _formerly.GetValueOrDefault(alias.ParentUrn, alias.ParentUrn) }).Of(urn, parent)).ToList();
        var inherited = _formerly.TryGetValue(parent, out var former) ? given.Prepend(urn).Select(child => Below(former, parent, child)) : [];
        if (given.Concat(inherited).FirstOrDefault(has) is { } found)
            return _formerly[urn] = found;
        return null;
    }

    // A child that is called after its parent was so then.
    private static string Below(string formerParent, string parent, string child)
    {
        var (name, after) = (Urn.Name(child), Urn.Name(parent));
        var parts = child["urn:pulumi:".Length..].Split("::", 4);
        return Urn.Create(parts[0], parts[1], formerParent, Urn.Type(child), name.StartsWith(after, StringComparison.Ordinal) ? Urn.Name(formerParent) + name[after.Length..] : name);
    }
}
