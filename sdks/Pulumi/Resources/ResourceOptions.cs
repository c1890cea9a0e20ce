namespace Pulumi;

/// <summary>Settings of how the engine treats a resource.</summary>
public abstract class ResourceOptions
{
    private InputList<Resource>? _dependsOn;
    private InputList<Resource>? _replaceWith;

    /// <summary>The id of an existing resource to read instead of creating one.</summary>
    public Input<string>? Id { get; set; }

    /// <summary>The resource that this one belongs to; the stack if null.</summary>
    public Resource? Parent { get; set; }

    /// <summary>Resources to finish before this one, beside those its inputs come from.</summary>
    public InputList<Resource> DependsOn
    {
        get => _dependsOn ??= [];
        set => _dependsOn = value;
    }

    /// <summary>Whether deleting the resource is an error; the parent's value if null.</summary>
    public bool? Protect { get; set; }

    /// <summary>Property paths whose changes are ignored.</summary>
    public List<string> IgnoreChanges { get; set; } = [];

    /// <summary>The version of the provider plugin.</summary>
    public string? Version { get; set; }

    /// <summary>The provider to use; the parent's one for the package if null.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>How long creating, updating and deleting may take.</summary>
    public CustomTimeouts? CustomTimeouts { get; set; }

    /// <summary>Changes of arguments and options at construction, applied before those of the parents and the stack.</summary>
    public List<ResourceTransformation> ResourceTransformations { get; set; } = [];

    /// <summary>Earlier identities of the resource.</summary>
    public List<Input<Alias>> Aliases { get; set; } = [];

    /// <summary>The URN of a resource in the engine's state to read.</summary>
    public string? Urn { get; set; }

    /// <summary>Property paths whose changes replace the resource; "*" for all.</summary>
    public List<string> ReplaceOnChanges { get; set; } = [];

    /// <summary>Where to download the provider plugin from.</summary>
    public string? PluginDownloadURL { get; set; }

    /// <summary>Whether the provider keeps the resource when it leaves the stack.</summary>
    public bool? RetainOnDelete { get; set; }

    /// <summary>A resource whose deletion deletes this one too, so that the provider need not.</summary>
    public Resource? DeletedWith { get; set; }

    /// <summary>Resources whose replacement replaces this one.</summary>
    public InputList<Resource> ReplaceWith
    {
        get => _replaceWith ??= [];
        set => _replaceWith = value;
    }

    /// <summary>Property paths whose differences are not shown.</summary>
    public List<string> HideDiffs { get; set; } = [];

    internal abstract ResourceOptions Clone();

    /// <summary>Lays <paramref name="other"/> over these options: its values win, its lists are appended.</summary>
    private protected void Apply(ResourceOptions other)
    {
        Id = other.Id ?? Id;
        Parent = other.Parent ?? Parent;
        Protect = other.Protect ?? Protect;
        Urn = other.Urn ?? Urn;
        Version = other.Version ?? Version;
        PluginDownloadURL = other.PluginDownloadURL ?? PluginDownloadURL;
        Provider = other.Provider ?? Provider;
        CustomTimeouts = other.CustomTimeouts?.Clone() ?? CustomTimeouts;
        RetainOnDelete = other.RetainOnDelete ?? RetainOnDelete;
        DeletedWith = other.DeletedWith ?? DeletedWith;
        IgnoreChanges.AddRange(other.IgnoreChanges);
        ResourceTransformations.AddRange(other.ResourceTransformations);
        Aliases.AddRange(other.Aliases);
        ReplaceOnChanges.AddRange(other.ReplaceOnChanges);
        HideDiffs.AddRange(other.HideDiffs);
        _dependsOn = Join(_dependsOn, other._dependsOn);
        _replaceWith = Join(_replaceWith, other._replaceWith);
    }

    private static InputList<Resource>? Join(InputList<Resource>? first, InputList<Resource>? second)
        => first is null ? second?.Clone() : second is null ? first : first.Concat(second);
}
