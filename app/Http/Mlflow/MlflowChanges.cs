using System.Text.Json.Nodes;
using RoomTypes.Models;

namespace RoomTypes.Http.Mlflow;

/// <summary>What clients of MLflow change in the registry, by the rules of the registry.</summary>
/// <param name="store">The registry.</param>
/// <param name="time">Dates changes.</param>
internal sealed class MlflowChanges(IModelRegistryStore store, TimeProvider time)
{
    private readonly ModelRegistryEditor _editor = new(store, time);
    private readonly ModelTagEditor _tags = new(store, time);

    /// <summary>POST registered-models/create.</summary>
    public async Task<JsonObject> CreateModelAsync(MlflowFields fields, CancellationToken cancellationToken)
    {
        var name = fields.Text("name");
        var registry = await _tags.CreateNameAsync(name, fields.Optional("description"), fields.Tags, cancellationToken);
        return new() { ["registered_model"] = MlflowEntities.Write(registry, name) };
    }

    /// <summary>POST registered-models/set-tag; DELETE registered-models/delete-tag without a value.</summary>
    public async Task<JsonObject> TagModelAsync(MlflowFields fields, bool isSet, CancellationToken cancellationToken)
    {
        await _tags.SetNameTagAsync(fields.Text("name"), fields.Text("key"), isSet ? fields.Optional("value") ?? "" : null, cancellationToken);
        return [];
    }

    /// <summary>POST registered-models/alias.</summary>
    public async Task<JsonObject> SetAliasAsync(MlflowFields fields, CancellationToken cancellationToken)
    {
        var (name, version, alias) = (fields.Text("name"), fields.Text("version"), fields.Text("alias"));
        Require((await store.ReadAsync(cancellationToken)).Registry, name, version);
        await _editor.SetAliasAsync(new(name, version), alias, cancellationToken);
        return [];
    }

    /// <summary>DELETE registered-models/alias. One that is not there is as good as deleted, as with MLflow.</summary>
    public async Task<JsonObject> DeleteAliasAsync(MlflowFields fields, CancellationToken cancellationToken)
    {
        var (name, alias) = (fields.Text("name"), fields.Text("alias"));
        var registry = (await store.ReadAsync(cancellationToken)).Registry;
        registry.RequireName(name);
        if (registry.VersionOf(name, alias) is not null) await _editor.DeleteAliasAsync(name, alias, cancellationToken);
        return [];
    }

    /// <summary>POST model-versions/set-tag; DELETE model-versions/delete-tag without a value.</summary>
    public async Task<JsonObject> TagVersionAsync(MlflowFields fields, bool isSet, CancellationToken cancellationToken)
    {
        var (name, version) = (fields.Text("name"), fields.Text("version"));
        Require((await store.ReadAsync(cancellationToken)).Registry, name, version);
        await _tags.SetTagAsync(new(name, version), fields.Text("key"), isSet ? fields.Optional("value") ?? "" : null, cancellationToken);
        return [];
    }

    /// <summary>
    /// POST model-versions/create: registers what lies beside the registry already, under the version that its manifest says. The service fetches
    /// nothing from elsewhere for whoever has a token.
    /// </summary>
    public async Task<JsonObject> CreateVersionAsync(MlflowFields fields, CancellationToken cancellationToken)
    {
        var (name, source) = (fields.Text("name"), fields.Text("source"));
        (await store.ReadAsync(cancellationToken)).Registry.RequireName(name);
        var temporary = Directory.CreateTempSubdirectory("room-type-version-");
        try
        {
            var place = source.StartsWith(MlflowEntities.ArtifactScheme, StringComparison.Ordinal) ? source[MlflowEntities.ArtifactScheme.Length..].TrimStart('/') : source;
            var model = NewModel.Read(await store.StageAsync(place, temporary.FullName, cancellationToken));
            if (model.Manifest.Name != name) throw MlflowException.Refused($"The manifest of {Quote.Of(source)} names {Quote.Of(model.Manifest.Name)}; allowed is {name}.");
            var registry = await _editor.AddAsync(model, null, null, TagsOf(fields, source), cancellationToken);
            return new() { ["model_version"] = MlflowEntities.Write(registry, registry.Require(model.Reference)) };
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    /// <summary>The version itself: in MLflow's API an alias does not stand for one.</summary>
    /// <exception cref="MlflowException">There is none.</exception>
    public static RegisteredModel Require(ModelRegistry registry, string name, string version) =>
        registry.Models.FirstOrDefault(model => model.Name == name && model.Version == version) ?? throw MlflowException.NotFound($"Model Version (name={Short(name)}, version={Short(version)}) not found");

    private static string Short(string text) => text.Length > 80 ? text[..80] : text;

    private static Dictionary<string, string> TagsOf(MlflowFields fields, string source)
    {
        var tags = fields.Tags.ToDictionary();
        tags[ModelTags.Source] = source;
        foreach (var (member, tag) in new[] { ("run_id", ModelTags.RunId), ("run_link", ModelTags.RunLink), ("description", ModelTags.Description) })
        {
            if (fields.Optional(member) is { } value) tags[tag] = value;
        }

        return tags;
    }
}
