using System.Text.Json.Nodes;
using RoomTypes.Models;
using RoomTypes.Storage;

namespace RoomTypes.Tests.Models;

/// <summary>The registry in a bucket: what two writers do at once, and what a version's files become.</summary>
public sealed class S3RegistryStoreTests : IAsyncLifetime
{
    private const string Key = "bucket/models/registry.json";
    private MemoryS3 _s3 = null!;
    private S3Storage _storage = null!;

    public async Task InitializeAsync()
    {
        _s3 = await MemoryS3.StartAsync();
        _storage = new S3Storage(TestOptions.Read($"Storage:Endpoint={_s3.Address}").Storage);
        _s3.PutFolder(Samples.ModelsFolder, "bucket/models");
    }

    public async Task DisposeAsync()
    {
        _storage.Dispose();
        await _s3.DisposeAsync();
    }

    [Fact]
    public async Task Add_AVersion_HasItsFilesBeforeTheRegistryNamesIt()
    {
        using var folder = NewModels.Copy("3", "4");
        _s3.BeforePut = key => Assert.True(key != "models/registry.json" || _s3.Objects.ContainsKey("bucket/models/room-type/4/model.onnx"));
        var registry = await Editor().AddAsync(NewModel.Read(folder.Path), ModelAliases.Challenger, null, default);
        Assert.Equal("room-type@4", registry.Require(new("room-type", "challenger")).Reference.ToString());
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder.Path, "model.onnx")), _s3.Objects["bucket/models/room-type/4/model.onnx"]);
        Assert.Equal("challenger 4", Aliases().Single(alias => alias.StartsWith("challenger", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Change_WhereAnotherWasFaster_IsMadeAnewOnWhatThatWrote()
    {
        var other = 0;
        _s3.BeforePut = key =>
        {
            // Between the reading and the writing of the first.
            if (Interlocked.Increment(ref other) == 1) Editor().SetAliasAsync(new("room-type", "1"), "exact", default).GetAwaiter().GetResult();
        };
        await Editor().PromoteAsync(new("room-type", "3"), new("ada"), default);
        Assert.Equal(["champion 3", "exact 1", "previous 2"], Aliases());
        Assert.Equal(3, _s3.Requests["PUT models/registry.json"]);
    }

    [Fact]
    public async Task Change_ByManyAtOnce_LosesNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Task.Run(() => Editor().SetAliasAsync(new("room-type", "1"), $"alias-{i}", default))));
        Assert.Equal(5, Aliases().Count(alias => alias.StartsWith("alias-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Change_OfNothing_BeginsARegistry()
    {
        using var folder = NewModels.Copy("3", "1");
        var store = ModelRegistryStores.Open("s3://bucket/new", _storage);
        await new ModelRegistryEditor(store, TimeProvider.System).AddAsync(NewModel.Read(folder.Path), null, null, default);
        Assert.Equal("room-type@1", Assert.Single((await store.ReadAsync(default)).Registry.Models).Reference.ToString());
    }

    [Fact]
    public async Task Add_OverOtherFiles_IsRefused()
    {
        using var folder = NewModels.Copy("3", "4");
        _s3.Objects["bucket/models/room-type/4/model.onnx"] = [1];
        var refusal = await Assert.ThrowsAsync<RegistryException>(() => Editor().AddAsync(NewModel.Read(folder.Path), null, null, default));
        Assert.Equal((RegistryFault.Exists, "s3://bucket/models/room-type/4/model.onnx is there already, and another file. Take another version, or delete it."), (refusal.Fault, refusal.Message));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Change_WhereReadingFailsForAMoment_IsMade(int status)
    {
        _s3.Fault = (_, count) => count == 1 ? status : null;
        await Editor().SetAliasAsync(new("room-type", "1"), "exact", default);
        Assert.Contains("exact 1", Aliases());
    }

    [Fact]
    public async Task Change_WithoutTheStore_SaysSo()
    {
        await _s3.DisposeAsync();
        Assert.Equal(RegistryFault.Unavailable, (await Assert.ThrowsAsync<RegistryException>(() => Editor().RollbackAsync("room-type", new("ada"), default))).Fault);
    }

    private ModelRegistryEditor Editor() => new(ModelRegistryStores.Open("s3://bucket/models", _storage), TimeProvider.System);

    private IEnumerable<string> Aliases() =>
        JsonNode.Parse(_s3.Objects[Key])!["aliases"]!["room-type"]!.AsObject().Select(alias => $"{alias.Key} {alias.Value}").Order(StringComparer.Ordinal);
}
