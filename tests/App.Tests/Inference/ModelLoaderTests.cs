using System.Security.Cryptography;
using RoomTypes.Inference;
using RoomTypes.Models;

namespace RoomTypes.Tests.Inference;

public class ModelLoaderTests
{
    [Fact]
    public async Task Load_TheShippedModels_ServesProductionAndCandidate()
    {
        using var catalog = await LoadAsync(Samples.ModelsFolder);
        Assert.Equal(["room-type@2", "room-type@3"], catalog.Sessions.Select(session => session.Registered.Reference.ToString()));
        Assert.Equal("2", catalog.Default.Registered.Version);
    }

    [Fact]
    public async Task Load_AChangedFile_NamesBothDigests()
    {
        using var folder = Samples.CopyModels();
        var file = Path.Combine(folder.Path, "room-type/2/model.onnx");
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        var message = await FailureAsync(folder.Path);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(bytes)), message);
        Assert.Contains("e55583b43ba78dcb8b6122d46efec40dd5ef0fe913ceb5ff0e221046b2ebd86d", message);
    }

    [Theory]
    [InlineData("room-type/3/model.onnx")]
    [InlineData("room-type/2/manifest.json")]
    [InlineData("registry.json")]
    public async Task Load_AMissingFile_NamesIt(string file)
    {
        using var folder = Samples.CopyModels();
        File.Delete(Path.Combine(folder.Path, file));
        Assert.Contains(file, await FailureAsync(folder.Path));
    }

    [Theory]
    [InlineData("\"width\": 224", "\"width\": 225", "expected -1, 224, 225, 3")]
    [InlineData("\"filter\": \"bilinear-antialias\"", "\"filter\": \"nearest\"", "preprocessing.filter is nearest, expected bilinear-antialias")]
    [InlineData("\"version\": \"2\"", "\"version\": \"7\"", "version is 7, expected 2")]
    [InlineData("\"kitchen\"", "\"garage\"", "garage")]
    [InlineData("\"name\": \"image\"", "\"name\": \"picture\"", "input picture is missing, the model has image")]
    [InlineData("1280", "1281", "output embedding has shape [-1, 1280], the manifest says [-1, 1281]")]
    [InlineData("\"logits\": \"/head/Gemm_output_0\"", "\"logits\": \"/head/none\"", "output /head/none is missing")]
    [InlineData("\"logits\": \"/head/Gemm_output_0\"", "\"logits\": \"embedding\"", "output embedding has shape [-1, 1280], the manifest says [-1, 6]")]
    [InlineData("\"threshold\": ", "\"threshold\": 1e999, \"other\": ", "unknown.threshold is 1e999; allowed is a number")]
    [InlineData("\"fit\": \"squash\"", "\"fit\": ", "room-type/2/manifest.json")]
    public async Task Load_AManifestThatDiffers_NamesTheValue(string old, string @new, string expected)
    {
        using var folder = Samples.CopyModels();
        folder.Replace("room-type/2/manifest.json", old, @new);
        folder.Replace("registry.json", "manifestSha256", "unknown");
        Assert.Contains(expected, await FailureAsync(folder.Path));
    }

    [Fact]
    public async Task Load_AFileThatIsNoModel_SaysSo()
    {
        using var folder = Samples.CopyModels();
        byte[] bytes = [1, 2, 3];
        File.WriteAllBytes(Path.Combine(folder.Path, "room-type/2/model.onnx"), bytes);
        var (digest, other) = ("e55583b43ba78dcb8b6122d46efec40dd5ef0fe913ceb5ff0e221046b2ebd86d", Convert.ToHexStringLower(SHA256.HashData(bytes)));
        folder.Replace("room-type/2/manifest.json", digest, other);
        folder.Replace("registry.json", digest, other);
        folder.Replace("registry.json", "manifestSha256", "unknown");
        Assert.Contains("is not a model that ONNX Runtime can load", await FailureAsync(folder.Path));
    }

    [Fact]
    public async Task Load_AnotherManifestThanWasRegistered_NamesBothDigests()
    {
        using var folder = Samples.CopyModels();
        folder.Replace("room-type/2/manifest.json", "Places365 terms", "other terms");
        var message = await FailureAsync(folder.Path);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder.Path, "room-type/2/manifest.json")))), message);
        Assert.Contains("the registry says ae1b256ab183bdadef1af3966a025449617bda4a47ad3034ebbfb0a68d10ff3a", message);
    }

    [Fact]
    public async Task Load_WithAPublicKey_TakesWhatItSignedAlone()
    {
        using var folder = Samples.CopyModels();
        var ((secret, open), (stranger, _)) = (NewModels.Keys(folder), NewModels.Keys(folder, "stranger"));
        Assert.Contains("room-type@2 is not signed", await FailureAsync(folder.Path, open));

        var editor = new ModelRegistryEditor(new FolderRegistryStore(folder.Path), TimeProvider.System);
        await SignAsync(stranger);
        Assert.Contains("The signature of room-type@2 is not that of RoomType:Models:PublicKey", await FailureAsync(folder.Path, open));
        await SignAsync(secret);
        using var catalog = await LoadAsync(folder.Path, open, ["room-type@2"]);
        Assert.Equal("2", catalog.Default.Registered.Version);

        async Task SignAsync(string key) => await editor.SignAsync(
            new("room-type", "2"), ManifestSignature.Sign(File.ReadAllBytes(Path.Combine(folder.Path, "room-type/2/manifest.json")), key), default);

        static async Task<string> FailureAsync(string folder, string key) =>
            (await Assert.ThrowsAsync<ModelUnavailableException>(() => LoadAsync(folder, key, ["room-type@2"]))).Message;
    }

    [Theory]
    [InlineData("room-type@champion", "room-type@2")]
    [InlineData("room-type@challenger", "room-type@3")]
    [InlineData("room-type", "room-type@2")]
    public async Task Load_AnAlias_ServesItsVersion(string serve, string expected)
    {
        using var catalog = await LoadAsync(Samples.ModelsFolder, serve);
        Assert.Equal(expected, Assert.Single(catalog.Sessions).Registered.Reference.ToString());
    }

    [Fact]
    public async Task Load_AReferenceThatAnAliasNames_ServesIt()
    {
        using var folder = Samples.CopyModels();
        folder.Replace("registry.json", "\"challenger\": \"3\"", "\"challenger\": \"3\", \"previous\": \"1\"");
        using var catalog = await LoadAsync(folder.Path);
        Assert.Equal(["room-type@1", "room-type@2", "room-type@3"], catalog.Sessions.Select(session => session.Registered.Reference.ToString()));
    }

    [Fact]
    public async Task Load_AModelThatIsNotRegistered_NamesThoseThatAre() =>
        Assert.Contains("names room-type@9; ", await FailureAsync(Samples.ModelsFolder, "room-type@9"));

    private static async Task<string> FailureAsync(string folder, params string[] serve) =>
        (await Assert.ThrowsAsync<ModelUnavailableException>(() => LoadAsync(folder, serve))).Message;

    private static Task<ModelCatalog> LoadAsync(string folder, params string[] serve) => LoadAsync(folder, key: null, serve);

    private static Task<ModelCatalog> LoadAsync(string folder, string? key, string[] serve) => new ModelLoader(
        new FolderModelSource(folder),
        new ModelOptions
        {
            Source = folder,
            Serve = [.. serve.Select(text => ModelReference.TryParse(text, out var reference) ? reference : default)],
            CacheFolder = folder,
            DownloadAttempts = 1,
            PublicKey = key,
        }).LoadAsync(CancellationToken.None);
}
