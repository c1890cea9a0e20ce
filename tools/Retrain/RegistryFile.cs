using System.Text.Json;
using System.Text.Json.Nodes;
using RoomTypes.Models;

namespace RoomTypes.Retrain;

/// <summary>The registry in a folder.</summary>
internal static class RegistryFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads it.</summary>
    public static async Task<ModelRegistry> ReadAsync(string folder) =>
        await new FolderModelSource(folder).ReadAsync(ModelRegistry.File, ModelRegistry.Read, default);

    /// <summary>The number after the greatest version of a model that is one.</summary>
    public static string NextVersion(ModelRegistry registry, string name) =>
        $"{registry.Models.Where(model => model.Name == name).Select(model => int.TryParse(model.Version, out var number) ? number : 0).Max() + 1}";

    /// <summary>Brings a version's folder to its place and registers it as a candidate.</summary>
    public static async Task AddAsync(string folder, string version, JsonObject manifest, CancellationToken cancellationToken)
    {
        var target = Path.Combine(folder, (string)manifest["name"]!, (string)manifest["version"]!);
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(version)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        var path = Path.Combine(folder, ModelRegistry.File);
        var registry = JsonNode.Parse(await File.ReadAllBytesAsync(path, cancellationToken))!.AsObject();
        var entry = new JsonObject { ["name"] = (string)manifest["name"]!, ["version"] = (string)manifest["version"]!, ["stage"] = Stages.Candidate };
        foreach (var member in new[] { "sha256", "precision", "labels", "lineage", "metrics" }) entry[member] = manifest[member]!.DeepClone();
        registry["models"]!.AsArray().Add(entry);
        var written = $"{path}.new";
        await File.WriteAllTextAsync(written, registry.ToJsonString(Indented) + "\n", cancellationToken);
        File.Move(written, path, overwrite: true);
    }
}
