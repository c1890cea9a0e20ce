using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace RoomTypes.Tests.Models;

/// <summary>The shipped registry against the files that it speaks of.</summary>
public class ModelRegistryTests
{
    private static readonly JsonNode Registry = JsonNode.Parse(File.ReadAllText(Path.Combine(Samples.ModelsFolder, "registry.json")))!;

    public static TheoryData<string> Versions => [.. Registry["models"]!.AsArray().Select(model => (string)model!["version"]!)];

    [Fact]
    public void Stages_AreProduction2Candidate3Reference1() => Assert.Equal(
        ["1 reference", "2 production", "3 candidate"],
        Registry["models"]!.AsArray().Select(model => $"{model!["version"]} {model["stage"]}"));

    [Theory]
    [MemberData(nameof(Versions))]
    public void Entry_OfEachModel_AgreesWithItsManifest(string version)
    {
        var entry = Entry(version);
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder(version), "manifest.json")))!;
        foreach (var field in new[] { "name", "version", "sha256", "precision", "labels", "lineage", "metrics" })
        {
            Assert.True(JsonNode.DeepEquals(manifest[field], entry[field]), $"{field} of room-type@{version} differs");
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Digest_OfEachModel_IsThatOfItsFile(string version)
    {
        using var file = File.OpenRead(Path.Combine(Folder(version), "model.onnx"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), (string)Entry(version)["sha256"]!);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Digests_OfEachManifestAndCard_AreThoseOfTheirFiles(string version)
    {
        foreach (var (member, file) in new[] { ("manifestSha256", "manifest.json"), ("cardSha256", "MODEL_CARD.md") })
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder(version), file)))), (string)Entry(version)[member]!);
    }

    private static JsonNode Entry(string version) => Registry["models"]!.AsArray().Single(model => (string)model!["version"]! == version)!;

    private static string Folder(string version) => Path.Combine(Samples.ModelsFolder, "room-type", version);
}
