using System.Collections.Immutable;

namespace Pulumi;

/// <summary>The aliases of a resource as URNs.</summary>
internal static class AliasUrn
{
    private const string Separator = "::";

    /// <summary>The URNs of a resource's own aliases and of those that follow from its parent's.</summary>
    public static ImmutableArray<Input<string>> All(List<Input<Alias>> aliases, string name, string type, Resource? parent)
    {
        var own = aliases.Select(alias => ToUrn(alias, name, type, parent)).ToList();
        if (parent is null)
            return [.. own.Select(urn => (Input<string>)urn)];

        var inherited = from parentAlias in parent.AliasUrns
                        let identities = own
                            .Select(urn => urn.Apply(text => (Name: Urn.NameOf(text), Type: Urn.TypeOf(text))))
                            .Prepend(Output.Create((Name: name, Type: type)))
                        from identity in identities
                        select (Input<string>)identity.Apply(child => Inherit(child.Name, child.Type, parent.GetResourceName(), parentAlias));
        return [.. own.Select(urn => (Input<string>)urn), .. inherited];
    }

    /// <summary>The known ones of <paramref name="aliases"/>, each once.</summary>
    public static async Task<IEnumerable<string>> ResolveAsync(ImmutableArray<Input<string>> aliases)
    {
        var urns = new List<string>();
        foreach (var alias in aliases)
            urns.Add(await alias.ToOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false));
        return urns.Where(urn => urn.Length > 0).Distinct();
    }

    /// <exception cref="ArgumentException">The alias says two things about the same.</exception>
    public static void Check(Alias alias)
    {
        var conflict = alias switch
        {
            { Urn: null } => null,
            { Name: not null } => nameof(alias.Name),
            { Type: not null } => nameof(alias.Type),
            { Project: not null } => nameof(alias.Project),
            { Stack: not null } => nameof(alias.Stack),
            { Parent: not null } => nameof(alias.Parent),
            { ParentUrn: not null } => nameof(alias.ParentUrn),
            { NoParent: true } => nameof(alias.NoParent),
            _ => null,
        };
        if (conflict is not null)
            throw new ArgumentException($"{nameof(Alias)} should not specify both {nameof(Alias.Urn)} and {conflict}");

        if (new[] { alias.Parent is not null, alias.ParentUrn is not null, alias.NoParent }.Count(given => given) > 1)
        {
            throw new ArgumentException(
                $"Only specify one of '{nameof(Alias.Parent)}', '{nameof(Alias.ParentUrn)}' or '{nameof(Alias.NoParent)}' in an {nameof(Alias)}");
        }
    }

    private static Output<string> ToUrn(Input<Alias> input, string name, string type, Resource? parent) => input.Apply(alias =>
    {
        Check(alias);
        if (alias.Urn is { } urn)
            return Output.Create(urn);

        var isMoved = alias.Parent is not null || alias.ParentUrn is not null || alias.NoParent;
        return Urn.Create(
            alias.Name ?? name,
            alias.Type ?? type,
            isMoved ? alias.Parent : parent,
            alias.ParentUrn,
            alias.Project,
            alias.Stack);
    });

    // A child named after its parent ("app-bucket" of "app") was so under the parent's earlier name too.
    private static Output<string> Inherit(string name, string type, string parentName, Input<string> parentAlias)
    {
        var aliasName = name.StartsWith(parentName, StringComparison.Ordinal)
            ? parentAlias.Apply(urn => urn[(urn.LastIndexOf(Separator, StringComparison.Ordinal) + Separator.Length)..] + name[parentName.Length..])
            : Output.Create(name);
        return Urn.Create(aliasName, type, parentUrn: parentAlias);
    }
}
