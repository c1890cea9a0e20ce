using System.Text.Json.Nodes;

namespace RoomTypes.Models.Mlflow;

/// <summary>Writes what an MLflow server says as a registry. The same state gives the same bytes, so that what has not changed is not loaded anew.</summary>
internal static class MlflowRegistry
{
    private static readonly string[] ByImportance = [Stages.Production, Stages.Candidate, Stages.Reference];

    /// <summary>The bytes of registry.json.</summary>
    /// <param name="address">For messages.</param>
    /// <param name="versions">Manifests, and the versions of MLflow that have each.</param>
    /// <exception cref="ModelUnavailableException">It would be no registry.</exception>
    public static byte[] Write(MlflowAddress address, IEnumerable<(ModelManifest Manifest, byte[] Bytes, IReadOnlyList<MlflowSelected> Selected)> versions)
    {
        var document = RegistryDocument.Empty(address.ToString());
        var aliases = new List<(string Name, string Alias, string Version)>();
        foreach (var (manifest, bytes, selected) in versions)
        {
            var tags = selected[0].Version.Tags;
            document.Add(NewModel.Entry(JsonNode.Parse(bytes)!.AsObject(), ByImportance.First(stage => selected.Any(version => version.Stage == stage)), Digest.Compute(bytes), tags.GetValueOrDefault(ModelTags.Signature)));
            aliases.AddRange(selected.SelectMany(version => version.Aliases).Select(alias => (manifest.Name, alias, manifest.Version)));
        }

        foreach (var (name, alias, version) in aliases) document.SetAlias(name, alias, version);
        return document.ToBytes();
    }
}
