using System.Text.Json;
using System.Text.Json.Nodes;

namespace RoomTypes.Models;

/// <summary>A version in a folder of this machine that is to be registered: model.onnx (or what its manifest names), manifest.json and, if there is one, MODEL_CARD.md.</summary>
public sealed class NewModel
{
    private readonly JsonObject _manifest;

    private NewModel(string folder, JsonObject manifest, ModelManifest typed, Dictionary<string, string> files) =>
        (Folder, _manifest, Manifest, Files) = (folder, manifest, typed, files);

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>What it says of itself.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>name@version.</summary>
    public ModelReference Reference => new(Manifest.Name, Manifest.Version);

    /// <summary>Its files' names and SHA-256.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>Reads it and compares the digest of the model with its manifest's.</summary>
    /// <exception cref="RegistryException">A file is missing, or not what it should be.</exception>
    public static NewModel Read(string folder)
    {
        try
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder, ModelFiles.Manifest));
            var manifest = ModelDocument.Read(bytes, Path.Combine(folder, ModelFiles.Manifest), ModelManifest.Read);
            if (Path.GetFileName(manifest.File) != manifest.File) throw Invalid($"{folder}: the manifest's file is {Quote.Of(manifest.File)}; allowed is a name without a folder.");
            Digest.Verify(Path.Combine(folder, manifest.File), manifest.Sha256);
            string[] files = [manifest.File, ModelFiles.Manifest, .. File.Exists(Path.Combine(folder, ModelFiles.Card)) ? [ModelFiles.Card] : Array.Empty<string>()];
            var model = new NewModel(folder, JsonNode.Parse(bytes)!.AsObject(), manifest, files.ToDictionary(file => file, file => Digest.Compute(Path.Combine(folder, file))));
            model.Verify();
            return model;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ModelUnavailableException)
        {
            throw new RegistryException(RegistryFault.Invalid, $"{folder} holds no model to register: {exception.Message}", exception);
        }
    }

    /// <summary>Its entry of the registry.</summary>
    /// <param name="time">When it is registered.</param>
    /// <param name="signature">Of the manifest, base64; null for none.</param>
    internal JsonObject Entry(DateTimeOffset time, string? signature)
    {
        var entry = Entry(_manifest, Stages.Candidate, Files[ModelFiles.Manifest], signature);
        if (Files.TryGetValue(ModelFiles.Card, out var card)) entry["cardSha256"] = card;
        entry["registered"] = RegistryDocument.Text(time);
        return entry;
    }

    /// <summary>What an entry of the registry takes from a manifest.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="stage">The version's stage.</param>
    /// <param name="manifestSha256">The manifest's digest.</param>
    /// <param name="signature">Of the manifest, base64; null for none.</param>
    internal static JsonObject Entry(JsonObject manifest, string stage, string manifestSha256, string? signature)
    {
        var entry = new JsonObject { ["name"] = manifest["name"]?.DeepClone(), ["version"] = manifest["version"]?.DeepClone(), ["stage"] = stage };
        foreach (var member in new[] { "sha256", "precision", "labels", "lineage", "metrics" }) entry[member] = manifest[member]?.DeepClone();
        entry["metrics"] ??= new JsonObject();
        entry["manifestSha256"] = manifestSha256;
        if (signature is not null) entry["signature"] = signature;
        return entry;
    }

    private static RegistryException Invalid(string message) => new(RegistryFault.Invalid, message);

    /// <summary>What the service would refuse to load is refused now.</summary>
    private void Verify()
    {
        if (!ModelReference.TryParse(Reference.ToString(), out _)) throw Invalid($"{Folder}: {Quote.Of(Reference.ToString())} is no name@version; allowed are a-z 0-9 - . in both.");
        var entry = ModelDocument.Read(Bytes(Entry(DateTimeOffset.UnixEpoch, null)), $"{Folder}/{ModelFiles.Manifest}", RegisteredModel.Read);
        ManifestRules.Verify(entry, Manifest);
    }

    private static byte[] Bytes(JsonObject json)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes)) json.WriteTo(writer);
        return bytes.ToArray();
    }
}
