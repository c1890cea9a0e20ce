namespace RoomTypes.Models.Mlflow;

/// <summary>A version as an MLflow server tells it (mlflow/protos/model_registry.proto).</summary>
/// <param name="Version">MLflow's number.</param>
/// <param name="Stage">None, Staging, Production or Archived.</param>
/// <param name="Status">READY where it may be used.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record MlflowVersion(string Version, string Stage, string Status, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>A stage of MLflow.</summary>
    public const string Production = "Production";

    /// <summary>A stage of MLflow.</summary>
    public const string Staging = "Staging";

    /// <summary>A status of MLflow.</summary>
    public const string Ready = "READY";

    /// <summary>What an answer has as model_version.</summary>
    public static MlflowVersion ReadAnswer(ModelDocument answer) => Read(answer.Object("model_version"));

    /// <summary>A version.</summary>
    public static MlflowVersion Read(ModelDocument document) => new(
        document.Text("version"), document.OptionalText("current_stage") ?? "None", document.OptionalText("status") ?? Ready, Pairs(document.OptionalObjects("tags", tag => (tag.Text("key"), tag.OptionalText("value") ?? ""))));

    private static Dictionary<string, string> Pairs(IEnumerable<(string Key, string Value)> pairs)
    {
        var tags = new Dictionary<string, string>();
        foreach (var (key, value) in pairs) tags[key] = value;
        return tags;
    }
}

/// <summary>A model as an MLflow server tells it.</summary>
/// <param name="Aliases">Versions by alias.</param>
/// <param name="Latest">The latest version of each stage.</param>
internal sealed record MlflowModel(IReadOnlyList<(string Alias, string Version)> Aliases, IReadOnlyList<MlflowVersion> Latest)
{
    /// <summary>What an answer has as registered_model.</summary>
    public static MlflowModel ReadAnswer(ModelDocument answer)
    {
        var model = answer.Object("registered_model");
        return new(model.OptionalObjects("aliases", alias => (alias.Text("alias"), alias.Text("version"))), model.OptionalObjects("latest_versions", MlflowVersion.Read));
    }
}
