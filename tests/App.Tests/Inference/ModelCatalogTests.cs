using RoomTypes.Inference;
using RoomTypes.Models;

namespace RoomTypes.Tests.Inference;

/// <summary>How long models stay loaded.</summary>
public sealed class ModelCatalogTests
{
    private readonly ModelLoader _loader = new(new FolderModelSource(Samples.ModelsFolder), TestOptions.Read("Models:Serve=room-type@2").Models);

    [Fact]
    public async Task Dispose_WhileAnotherHoldsIt_LetsThatOneRunTheModels()
    {
        var catalog = await _loader.LoadAsync(default);
        Assert.True(catalog.TryHold());
        catalog.Dispose();
        Run(catalog.Default);

        catalog.Dispose();
        Assert.False(catalog.TryHold());
        Assert.Throws<ObjectDisposedException>(() => catalog.Default.Rent());
    }

    [Fact]
    public async Task Dispose_DuringARun_UnloadsTheModelAfterIt()
    {
        var catalog = await _loader.LoadAsync(default);
        using var input = new InputTensor(catalog.Default.InputSize);
        var runner = catalog.Default.Rent();
        catalog.Dispose();
        Assert.Equal(1, runner.Run(input).ToArray().Sum(), 1e-3);
        catalog.Default.Return(runner);
        Assert.Throws<ObjectDisposedException>(() => catalog.Default.Rent());
    }

    [Fact]
    public async Task Reload_OfAChangedRegistry_SharesWhatIsTheSame()
    {
        using var folder = Samples.CopyModels();
        var loader = new ModelLoader(new FolderModelSource(folder.Path), TestOptions.Read($"Models:Source={folder.Path}").Models);
        var before = await loader.LoadAsync(default);
        Assert.Null(await loader.ReloadAsync(before, default));

        await new ModelRegistryEditor(new FolderRegistryStore(folder.Path), TimeProvider.System).SetAliasAsync(new("room-type", "1"), "exact", default);
        using var after = await loader.ReloadAsync(before, default);
        Assert.Equal(["room-type@1", "room-type@2", "room-type@3"], after!.Sessions.Select(session => session.Registered.Reference.ToString()));
        Assert.Same(before.Default.Session, after.Default.Session);
        before.Dispose();
        Run(after.Default);
    }

    private static void Run(ModelSession model)
    {
        using var input = new InputTensor(model.InputSize);
        var runner = model.Rent();
        Assert.Equal(model.Manifest.Labels.Count, runner.Run(input).Length);
        model.Return(runner);
    }
}
