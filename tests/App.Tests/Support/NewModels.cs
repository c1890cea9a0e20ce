using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace RoomTypes.Tests.Support;

/// <summary>Versions that can be registered: the shipped ones under other numbers.</summary>
internal static class NewModels
{
    /// <summary>A folder with what room-type@of is, under another version.</summary>
    public static TemporaryFolder Copy(string of, string version)
    {
        var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Path.Combine(Samples.ModelsFolder, "room-type", of))) File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        folder.Replace("manifest.json", $"\"version\": \"{of}\"", $"\"version\": \"{version}\"");
        return folder;
    }

    /// <summary>registry.json of a folder, as it lies there.</summary>
    public static JsonNode Registry(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "registry.json")))!;

    /// <summary>The stages of its versions, "2 production" and so on.</summary>
    public static IEnumerable<string> Stages(string folder) => Registry(folder)["models"]!.AsArray().Select(model => $"{model!["version"]} {model["stage"]}");

    /// <summary>Its aliases, "champion 2" and so on.</summary>
    public static IEnumerable<string> Aliases(string folder) =>
        Registry(folder)["aliases"]!["room-type"]!.AsObject().Select(alias => $"{alias.Key} {alias.Value}").Order(StringComparer.Ordinal);

    /// <summary>Writes a new key pair of P-256 as PEM files.</summary>
    public static (string Private, string Public) Keys(TemporaryFolder folder, string name = "key")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (secret, open) = (Path.Combine(folder.Path, $"{name}.pem"), Path.Combine(folder.Path, $"{name}.pub.pem"));
        File.WriteAllText(secret, key.ExportECPrivateKeyPem());
        File.WriteAllText(open, key.ExportSubjectPublicKeyInfoPem());
        return (secret, open);
    }
}
