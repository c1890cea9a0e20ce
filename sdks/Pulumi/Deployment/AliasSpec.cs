namespace Pulumi;

/// <summary>Aliases as engines take them that work out the URNs themselves.</summary>
internal static class AliasSpec
{
    /// <summary>The known ones of <paramref name="aliases"/>.</summary>
    public static async Task<List<Pulumirpc.Alias>> AllAsync(List<Input<Alias>> aliases)
    {
        var specs = new List<Pulumirpc.Alias>();
        foreach (var input in aliases)
        {
            if (await input.ToOutput().GetValueAsync(whenUnknown: null!).ConfigureAwait(false) is { } alias)
                specs.Add(await ToSpecAsync(alias).ConfigureAwait(false));
        }

        return specs;
    }

    private static async Task<Pulumirpc.Alias> ToSpecAsync(Alias alias)
    {
        AliasUrn.Check(alias);
        if (alias.Urn is { } urn)
            return new() { Urn = urn };

        var spec = new Pulumirpc.Alias.Types.Spec
        {
            Name = await GetTextAsync(alias.Name).ConfigureAwait(false),
            Type = await GetTextAsync(alias.Type).ConfigureAwait(false),
            Stack = await GetTextAsync(alias.Stack).ConfigureAwait(false),
            Project = await GetTextAsync(alias.Project).ConfigureAwait(false),
        };

        // The current parent stays unless one is named; the engine wants that said.
        if (alias.Parent is null && alias.ParentUrn is null)
            spec.NoParent = alias.NoParent;
        else if (await GetTextAsync(alias.Parent is { } parent ? parent.Urn : alias.ParentUrn).ConfigureAwait(false) is { Length: > 0 } parentUrn)
            spec.ParentUrn = parentUrn;
        return new() { Spec = spec };
    }

    private static Task<string> GetTextAsync(Input<string>? input)
        => input is null ? Task.FromResult("") : input.ToOutput().GetValueAsync(whenUnknown: "");
}
