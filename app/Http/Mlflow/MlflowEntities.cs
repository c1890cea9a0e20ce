using System.Globalization;
using System.Text.Json.Nodes;
using RoomTypes.Models;

namespace RoomTypes.Http.Mlflow;

/// <summary>The registry's models and versions as MLflow tells them (mlflow/protos/model_registry.proto). Times are milliseconds since 1970.</summary>
internal static class MlflowEntities
{
    /// <summary>Where MLflow's clients ask for files: what follows is a path below the artifacts' address.</summary>
    public const string ArtifactScheme = "mlflow-artifacts:/";

    // The service's stages in MLflow's order of life.
    private static readonly Dictionary<string, string> StagesOf = new()
    {
        [Stages.Candidate] = "Staging",
        [Stages.Production] = "Production",
        [Stages.Archived] = "Archived",
        [Stages.Reference] = "None",
    };

    private static readonly string[] MembersOfTags = [ModelTags.RunId, ModelTags.RunLink, ModelTags.Description, ModelTags.Source];

    /// <summary>MLflow's word for a version's stage.</summary>
    public static string StageOf(RegisteredModel model) => StagesOf.GetValueOrDefault(model.Stage, "None");

    /// <summary>The number that a version is; 0 where it is another word.</summary>
    public static long NumberOf(RegisteredModel model) => long.TryParse(model.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Where its files are had.</summary>
    public static string UriOf(RegisteredModel model) => ArtifactScheme + model.Folder;

    /// <summary>Where its files came from, or are.</summary>
    public static string SourceOf(RegisteredModel model) => TagOf(model, ModelTags.Source) ?? UriOf(model);

    /// <summary>The run that made it; empty where that was not kept.</summary>
    public static string RunOf(RegisteredModel model) => TagOf(model, ModelTags.RunId) ?? "";

    /// <summary>When it was registered; 0 where that was not kept.</summary>
    public static long CreatedAt(RegisteredModel model) => (model.RegisteredAt ?? model.Approvals.Select(approval => (DateTimeOffset?)approval.Time).FirstOrDefault())?.ToUnixTimeMilliseconds() ?? 0;

    /// <summary>When something was decided about it last.</summary>
    public static long UpdatedAt(RegisteredModel model) => model.Approvals.Select(approval => approval.Time.ToUnixTimeMilliseconds()).Append(CreatedAt(model)).Max();

    /// <summary>Its tags, with those that tell its digests and signature.</summary>
    public static IReadOnlyDictionary<string, string> TagsOf(RegisteredModel model)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal) { [ModelTags.Sha256] = model.Sha256 };
        if (model.ManifestSha256 is { } manifest) tags[ModelTags.ManifestSha256] = manifest;
        if (model.Signature is { } signature) tags[ModelTags.Signature] = signature;
        foreach (var (key, value) in model.Tags ?? new Dictionary<string, string>())
        {
            if (!MembersOfTags.Contains(key)) tags[key] = value;
        }

        return tags;
    }

    /// <summary>A version.</summary>
    public static JsonObject Write(ModelRegistry registry, RegisteredModel model) => new()
    {
        ["name"] = model.Name,
        ["version"] = model.Version,
        ["creation_timestamp"] = CreatedAt(model),
        ["last_updated_timestamp"] = UpdatedAt(model),
        ["current_stage"] = StageOf(model),
        ["description"] = TagOf(model, ModelTags.Description) ?? "",
        ["source"] = SourceOf(model),
        ["run_id"] = RunOf(model),
        ["run_link"] = TagOf(model, ModelTags.RunLink) ?? "",
        ["status"] = "READY",
        ["tags"] = Write(TagsOf(model)),
        ["aliases"] = new JsonArray([.. registry.AliasesOf(model).Select(alias => (JsonNode)alias)]),
    };

    /// <summary>A model with the latest version of each stage.</summary>
    public static JsonObject Write(ModelRegistry registry, string name)
    {
        var versions = registry.Models.Where(model => model.Name == name).ToList();
        var about = registry.Names.GetValueOrDefault(name);
        return new()
        {
            ["name"] = name,
            ["creation_timestamp"] = CreatedAt(registry, name),
            ["last_updated_timestamp"] = UpdatedAt(registry, name),
            ["description"] = about?.Description ?? "",
            ["latest_versions"] = new JsonArray([.. Latest(versions).Select(model => Write(registry, model))]),
            ["tags"] = Write(about?.Tags ?? new Dictionary<string, string>()),
            ["aliases"] = new JsonArray([.. registry.AliasesOf(name).Select(named => new JsonObject { ["alias"] = named.Alias, ["version"] = named.Version })]),
        };
    }

    /// <summary>When a name was made, or its first version.</summary>
    public static long CreatedAt(ModelRegistry registry, string name) =>
        registry.Names.GetValueOrDefault(name)?.RegisteredAt?.ToUnixTimeMilliseconds() ?? registry.Models.Where(model => model.Name == name).Select(CreatedAt).DefaultIfEmpty().Min();

    /// <summary>When something of a name was decided last.</summary>
    public static long UpdatedAt(ModelRegistry registry, string name) =>
        registry.Models.Where(model => model.Name == name).Select(UpdatedAt).Append(CreatedAt(registry, name)).Max();

    /// <summary>The latest version of each stage.</summary>
    public static IEnumerable<RegisteredModel> Latest(IEnumerable<RegisteredModel> versions) => versions.GroupBy(StageOf).Select(stage => stage.MaxBy(NumberOf)!);

    private static string? TagOf(RegisteredModel model, string key) => model.Tags?.GetValueOrDefault(key);

    private static JsonArray Write(IEnumerable<KeyValuePair<string, string>> tags) => new([.. tags.Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value })]);
}
