using System.Globalization;

namespace RoomTypes.Models;

/// <summary>What registry.json says: the models there are, their stages, and the aliases that name some of them.</summary>
public sealed record ModelRegistry
{
    /// <summary>The file, at the root of a source.</summary>
    public const string File = "registry.json";

    /// <summary>Every model of the registry.</summary>
    public required IReadOnlyList<RegisteredModel> Models { get; init; }

    /// <summary>Versions by alias, by model name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Aliases { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>What is said of a model as a whole, by its name; most names have nothing.</summary>
    public IReadOnlyDictionary<string, ModelName> Names { get; init; } = new Dictionary<string, ModelName>();

    /// <summary>The model of that stage, if one is.</summary>
    public RegisteredModel? InStage(string name, string stage) =>
        Models.FirstOrDefault(model => model.Name == name && model.Stage == stage);

    /// <summary>The version that an alias of a model's name stands for, if it is one. The champion is the version in production, written down or not.</summary>
    public string? VersionOf(string name, string alias) =>
        Aliases.GetValueOrDefault(name)?.GetValueOrDefault(alias) ?? (alias == ModelAliases.Champion ? InStage(name, Stages.Production)?.Version : null);

    /// <summary>The aliases of a model's name and the versions that they stand for, in order of the alphabet.</summary>
    public IReadOnlyList<(string Alias, string Version)> AliasesOf(string name) =>
    [
        .. (Aliases.GetValueOrDefault(name)?.Keys ?? []).Append(ModelAliases.Champion).Distinct().Order(StringComparer.Ordinal)
            .Where(alias => VersionOf(name, alias) is not null).Select(alias => (alias, VersionOf(name, alias)!)),
    ];

    /// <summary>The aliases that name a model, in order of the alphabet.</summary>
    public IEnumerable<string> AliasesOf(RegisteredModel model) =>
        AliasesOf(model.Name).Where(named => named.Version == model.Version).Select(named => named.Alias);

    /// <summary>The model that a reference names.</summary>
    /// <exception cref="RegistryException">There is none.</exception>
    public RegisteredModel Require(ModelReference reference) => Find(reference) ?? throw new RegistryException(
        RegistryFault.NotFound, $"The registry has no {reference}; it has {string.Join(", ", Models.Select(model => model.Reference))}.");

    /// <summary>The model that a reference names, by its version or an alias; a reference without either names the production one.</summary>
    public RegisteredModel? Find(ModelReference reference)
    {
        if (reference.Version is null) return InStage(reference.Name, Stages.Production);
        var version = VersionOf(reference.Name, reference.Version) ?? reference.Version;
        return Models.FirstOrDefault(model => model.Name == reference.Name && model.Version == version);
    }

    /// <summary>Whether a model has versions of that name, or was named before it had any.</summary>
    public bool HasName(string name) => Names.ContainsKey(name) || Models.Any(model => model.Name == name);

    /// <summary>Refuses a name that the registry does not have.</summary>
    /// <exception cref="RegistryException">It has others.</exception>
    public void RequireName(string name)
    {
        if (HasName(name)) return;
        throw new RegistryException(RegistryFault.NotFound, $"The registry has no model {Quote.Of(name)}; it has {string.Join(", ", Models.Select(model => model.Name).Concat(Names.Keys).Distinct())}.");
    }

    /// <summary>A number that no version of the model has yet: one more than the largest.</summary>
    public string NextVersion(string name) => $"{Models
        .Where(model => model.Name == name)
        .Select(model => int.TryParse(model.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0)
        .DefaultIfEmpty().Max() + 1}";

    /// <summary>Whether a model is loaded where nothing says which are: those in production and the candidates, and what an alias names.</summary>
    internal bool IsServed(RegisteredModel model) =>
        model.Stage is Stages.Production or Stages.Candidate || (model.Stage != Stages.Archived && AliasesOf(model).Any());

    internal static ModelRegistry Read(ModelDocument document)
    {
        var registry = new ModelRegistry
        {
            Models = document.Objects("models", RegisteredModel.Read),
            Aliases = document.OptionalTextTables("aliases"),
            Names = document.OptionalMembers("names", ModelName.Read),
        };
        foreach (var (name, aliases) in registry.Aliases)
        {
            foreach (var (alias, version) in aliases) RegistryRules.VerifyAlias(registry, name, alias, version);
        }

        return registry;
    }
}
