using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Engine.Recording;

/// <summary>How a resource came to be known.</summary>
public enum ResourceOrigin
{
    /// <summary>The program declares it: RegisterResource.</summary>
    Registered,

    /// <summary>The program looks up one that exists: ReadResource.</summary>
    Read,
}

/// <summary>One resource of a run: what the program asked for, and what the engine answered.</summary>
public sealed record RecordedResource
{
    /// <summary>The name the engine assigned.</summary>
    public required string Urn { get; init; }

    /// <summary>The type token, such as <c>aws:lambda/function:Function</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The name within the program.</summary>
    public required string Name { get; init; }

    /// <summary>The parent's URN; empty for the root.</summary>
    public string Parent { get; init; } = "";

    /// <summary>Whether a provider manages it; false for components.</summary>
    public bool Custom { get; init; }

    /// <summary>Declared or looked up.</summary>
    public ResourceOrigin Origin { get; init; }

    /// <summary>The id answered: empty for components, and in a preview for what does not exist yet.</summary>
    public string Id { get; init; } = "";

    /// <summary>The inputs as sent, with secrets, unknowns, assets and references in their wire encoding.</summary>
    public Struct Inputs { get; init; } = new();

    /// <summary>The outputs answered, before unknown ones are left out of the response; for components the registered ones.</summary>
    public Struct Outputs { get; init; } = new();

    /// <summary>URNs this resource depends on, as sent.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>URNs that each input depends on, as sent.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> PropertyDependencies { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The provider reference <c>URN::ID</c> as sent; empty for the package's default provider.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Provider references by package, which children inherit.</summary>
    public IReadOnlyDictionary<string, string> Providers { get; init; } = new Dictionary<string, string>();

    /// <summary>All other options.</summary>
    public RecordedOptions Options { get; init; } = new();
}

/// <summary>The options of a resource; null where the program left the choice to the engine.</summary>
public sealed record RecordedOptions
{
    /// <summary>Whether deletion is refused.</summary>
    public bool? Protect { get; init; }

    /// <summary>Whether the provider's object survives the resource.</summary>
    public bool? RetainOnDelete { get; init; }

    /// <summary>Whether a replacement deletes first.</summary>
    public bool? DeleteBeforeReplace { get; init; }

    /// <summary>URN of the resource whose deletion deletes this one.</summary>
    public string DeletedWith { get; init; } = "";

    /// <summary>Property paths whose changes are ignored.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    /// <summary>Property paths whose changes replace.</summary>
    public IReadOnlyList<string> ReplaceOnChanges { get; init; } = [];

    /// <summary>Outputs to treat as secret.</summary>
    public IReadOnlyList<string> AdditionalSecretOutputs { get; init; } = [];

    /// <summary>Earlier names of the resource.</summary>
    public IReadOnlyList<RecordedAlias> Aliases { get; init; } = [];

    /// <summary>Id of the object to adopt; empty for none.</summary>
    public string ImportId { get; init; } = "";

    /// <summary>Version of the provider plugin.</summary>
    public string Version { get; init; } = "";

    /// <summary>Where the provider plugin is downloaded; empty for the registry.</summary>
    public string PluginDownloadUrl { get; init; } = "";

    /// <summary>Longest times for operations.</summary>
    public RecordedTimeouts? Timeouts { get; init; }
}

/// <summary>Timeouts as Go durations such as <c>5m0s</c>; empty for the provider's default.</summary>
public sealed record RecordedTimeouts(string Create, string Update, string Delete);

/// <summary>An earlier name: a full URN, or the parts that differ.</summary>
/// <param name="Urn">The whole URN; all other parts are empty then.</param>
/// <param name="Name">The earlier name.</param>
/// <param name="Type">The earlier type.</param>
/// <param name="Stack">The earlier stack.</param>
/// <param name="Project">The earlier project.</param>
/// <param name="ParentUrn">The earlier parent.</param>
/// <param name="NoParent">Whether it had none.</param>
public sealed record RecordedAlias(
    string Urn, string Name, string Type, string Stack, string Project, string ParentUrn, bool NoParent)
{
    /// <summary>The earlier URN of a resource.</summary>
    /// <param name="urn">Its URN now.</param>
    /// <param name="parent">URN of its parent now; empty for none.</param>
    public string Of(string urn, string parent)
    {
        ArgumentNullException.ThrowIfNull(urn);
        if (Urn.Length > 0)
            return Urn;
        var parts = urn["urn:pulumi:".Length..].Split("::", 4);
        var former = NoParent ? "" : Or(ParentUrn, parent);
        return Values.Urn.Create(Or(Stack, parts[0]), Or(Project, parts[1]), former, Or(Type, Values.Urn.Type(urn)), Or(Name, parts[3]));
    }

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
