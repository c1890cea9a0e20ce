using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Something that a stack manages. Its constructor registers it with the engine in the background.</summary>
public class Resource
{
    private readonly string _type = "";
    private readonly string _name = "";
    private readonly bool? _protect;
    private readonly ImmutableArray<ResourceTransformation> _transformations = [];
    private readonly HashSet<Resource> _children = [];
    private readonly Lazy<ImmutableArray<Input<string>>>? _aliasUrns;

    /// <summary>The providers of children by package.</summary>
    private readonly ImmutableDictionary<string, ProviderResource> _providers = ImmutableDictionary<string, ProviderResource>.Empty;

    private protected Resource(
        string type,
        string name,
        bool custom,
        bool remote,
        ResourceArgs args,
        ResourceOptions options,
        RegisterPackageRequest? package)
    {
        if (string.IsNullOrEmpty(type))
            throw new ArgumentException("'type' cannot be null or empty.", nameof(type));
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException("'name' cannot be null or empty.", nameof(name));

        _type = type;
        _name = name;
        IsRemote = remote;

        // Other threads see this resource as soon as it is a child, so its outputs exist before, and are resolved whatever happens.
        var outputs = ResourceOutputs.Attach(this);
        try
        {
            // A resource that is read by its URN has its place already.
            var isPlaced = type == Stack.RootType || options.Urn is not null;
            var transformationParent = options.Parent ?? (isPlaced ? null : Deployment.Current.Stack);
            _transformations = [.. options.ResourceTransformations, .. transformationParent?._transformations ?? []];
            (args, options) = Transform(args, options);
            options = options.Clone();
            RejectTwoKindsOfProviders(options);
            options.Parent?.AddChild(this);
            options.Protect ??= options.Parent?._protect;
            _protect = options.Protect;
            _providers = custom ? ProvidersOfCustom(options) : ProvidersOfComponent(options);
            if (custom)
                Provider = options.Provider ??= options.Parent?.GetProvider(type);
            Version = options.Version;
            PluginDownloadURL = options.PluginDownloadURL;
            _aliasUrns = new(() => AliasUrn.All(options.Aliases, name, type, options.Parent));
            Deployment.Current.ReadOrRegisterResource(new(this, custom, args, options, package), outputs);
        }
        catch (Exception exception)
        {
            outputs.Fail(exception);
            throw;
        }
    }

    private protected Resource()
    {
    }

    /// <summary>The engine's name of the resource.</summary>
    [Output(Constants.UrnProperty)]
    public Output<string> Urn { get; private protected set; } = null!;

    /// <summary>Whether a provider constructs this component and its children.</summary>
    internal bool IsRemote { get; }

    internal ProviderResource? Provider { get; }

    internal string? Version { get; }

    internal string? PluginDownloadURL { get; }

    /// <summary>The URNs of all aliases, for engines that do not work them out.</summary>
    internal ImmutableArray<Input<string>> AliasUrns => _aliasUrns?.Value ?? [];

    internal ImmutableArray<Resource> Children
    {
        get
        {
            lock (_children)
                return [.. _children];
        }
    }

    /// <summary>The type that the resource was constructed with.</summary>
    public string GetResourceType() => _type;

    /// <summary>The name that the resource was constructed with.</summary>
    public string GetResourceName() => _name;

    /// <summary>The provider that children of this resource use for <paramref name="token"/> (<c>package:module:member</c>).</summary>
    internal ProviderResource? GetProvider(string token)
        => PackageOf(token) is { } package ? _providers.GetValueOrDefault(package) : null;

    private void AddChild(Resource child)
    {
        lock (_children)
            _children.Add(child);
    }

    private (ResourceArgs Args, ResourceOptions Options) Transform(ResourceArgs args, ResourceOptions options)
    {
        foreach (var transformation in _transformations)
        {
            if (transformation(new(this, args, options)) is not { } result)
                continue;

            // The parent decides which transformations apply, so it is settled before they do.
            if (result.Options.Parent != options.Parent)
                throw new ArgumentException("Transformations cannot currently be used to change the 'parent' of a resource.");

            (args, options) = (result.Args, result.Options);
        }

        return (args, options);
    }

    private static void RejectTwoKindsOfProviders(ResourceOptions options)
    {
        if (options is ComponentResourceOptions { Provider: not null, Providers.Count: > 0 })
        {
            throw new ResourceException(
                "Do not supply both 'provider' and 'providers' options to a ComponentResource.", options.Parent);
        }
    }

    /// <summary>The parent's providers and the resource's own one, for its children.</summary>
    private ImmutableDictionary<string, ProviderResource> ProvidersOfCustom(ResourceOptions options)
    {
        var inherited = options.Parent?._providers ?? _providers;
        return options.Provider is { } provider && PackageOf(_type) is { } package ? inherited.SetItem(package, provider) : inherited;
    }

    /// <summary>The parent's providers and those that the component is given, for its children.</summary>
    private ImmutableDictionary<string, ProviderResource> ProvidersOfComponent(ResourceOptions options)
    {
        List<ProviderResource> given = options.Provider is { } single ? [single] : ((ComponentResourceOptions)options).Providers;
        var inherited = options.Parent?._providers ?? _providers;
        return inherited.SetItems(given.Select(provider => KeyValuePair.Create(provider.Package, provider)));
    }

    private static string? PackageOf(string token) => token.Split(':') is [var package, _, _] ? package : null;
}
