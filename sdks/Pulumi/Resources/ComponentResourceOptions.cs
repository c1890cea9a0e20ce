namespace Pulumi;

/// <summary>Settings of how the engine treats a component.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    /// <summary>Providers for the component's children, one a package; not together with <see cref="ResourceOptions.Provider"/>.</summary>
    public List<ProviderResource> Providers { get; set; } = [];

    /// <summary>
    /// New options of both: values of <paramref name="options2"/> win unless they are null, lists are appended, and
    /// of several providers for one package the last one stays.
    /// </summary>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = new ComponentResourceOptions();
        foreach (var options in new[] { options1, options2 })
        {
            if (options is null)
                continue;

            merged.Apply(options);
            merged.Providers.AddRange(options.Providers);
        }

        merged.Providers = [.. merged.Providers.AsEnumerable().Reverse().DistinctBy(provider => provider.Package).Reverse()];
        return merged;
    }

    internal override ComponentResourceOptions Clone()
    {
        var clone = new ComponentResourceOptions { Providers = [.. Providers] };
        clone.Apply(this);
        return clone;
    }
}
