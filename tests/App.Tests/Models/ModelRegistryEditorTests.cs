using RoomTypes.Models;

namespace RoomTypes.Tests.Models;

/// <summary>The life of a version, in a folder.</summary>
public sealed class ModelRegistryEditorTests : IDisposable
{
    private static readonly RegistryDecision Decision = new("ada", "looks good");
    private readonly TemporaryFolder _models = Samples.CopyModels();
    private readonly ModelRegistryEditor _editor;

    public ModelRegistryEditorTests() => _editor = new(new FolderRegistryStore(_models.Path), TimeProvider.System);

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task Add_AVersion_IsACandidateWithItsDigestsAndTheChallenger()
    {
        using var folder = NewModels.Copy("3", "4");
        var model = NewModel.Read(folder.Path);
        var registry = await _editor.AddAsync(model, ModelAliases.Challenger, null, default);

        var added = registry.Require(new("room-type", "challenger"));
        Assert.Equal(("room-type@4", Stages.Candidate, model.Files["manifest.json"], model.Files["MODEL_CARD.md"]), (added.Reference.ToString(), added.Stage, added.ManifestSha256, added.CardSha256));
        Assert.Equal(("room-type@1", 0.8933), (added.Lineage.Parent, added.Metrics["places"]["accuracy"]));
        Assert.Equal(["MODEL_CARD.md", "manifest.json", "model.onnx"], Directory.GetFiles(Path.Combine(_models.Path, "room-type/4")).Select(Path.GetFileName).Order());
        // The challenger before is loaded no more.
        Assert.Equal(["1 reference", "2 production", "3 reference", "4 candidate"], NewModels.Stages(_models.Path));
        Assert.Equal("5", registry.NextVersion("room-type"));
    }

    [Fact]
    public async Task Add_AVersionThatIsThere_IsRefusedAndNamesTheNext()
    {
        using var folder = NewModels.Copy("3", "2");
        var refusal = await Assert.ThrowsAsync<RegistryException>(() => _editor.AddAsync(NewModel.Read(folder.Path), null, null, default));
        Assert.Equal((RegistryFault.Exists, "room-type@2 is registered already. The next version of room-type is 4."), (refusal.Fault, refusal.Message));
    }

    [Fact]
    public async Task Add_OverOtherFiles_IsRefusedAndOverTheSameIsDone()
    {
        using var folder = NewModels.Copy("3", "4");
        var place = Path.Combine(_models.Path, "room-type/4");
        Directory.CreateDirectory(place);
        File.WriteAllText(Path.Combine(place, "model.onnx"), "another");
        Assert.Equal(RegistryFault.Exists, (await Assert.ThrowsAsync<RegistryException>(() => _editor.AddAsync(NewModel.Read(folder.Path), null, null, default))).Fault);

        foreach (var file in Directory.GetFiles(folder.Path)) File.Copy(file, Path.Combine(place, Path.GetFileName(file)), overwrite: true);
        Assert.NotNull((await _editor.AddAsync(NewModel.Read(folder.Path), null, null, default)).Find(new("room-type", "4")));
    }

    [Theory]
    [InlineData("\"filter\": \"bilinear-antialias\"", "\"filter\": \"nearest\"", "preprocessing.filter is nearest")]
    [InlineData("\"version\": \"4\"", "\"version\": \"Four\"", "no name@version")]
    [InlineData("\"file\": \"model.onnx\"", "\"file\": \"../model.onnx\"", "a name without a folder")]
    [InlineData("\"file\": \"model.onnx\"", "\"file\": \"manifest.json\"", "The SHA-256 of manifest.json is")]
    [InlineData("\"lineage\"", "\"origin\"", "lineage is missing")]
    public void Read_AVersionThatTheServiceWouldNotLoad_IsRefused(string old, string @new, string expected)
    {
        using var folder = NewModels.Copy("3", "4");
        folder.Replace("manifest.json", old, @new);
        Assert.Contains(expected, Assert.Throws<RegistryException>(() => NewModel.Read(folder.Path)).Message);
    }

    [Fact]
    public async Task Promote_TheChallenger_MakesItTheChampionAndKeepsTheOneBefore()
    {
        var registry = await _editor.PromoteAsync(new("room-type", "challenger"), new RegistryDecision("ada", "better in the dark", Override: true), default);

        Assert.Equal(["1 reference", "2 reference", "3 production"], NewModels.Stages(_models.Path));
        Assert.Equal(["champion 3", "previous 2"], NewModels.Aliases(_models.Path));
        var approval = Assert.Single(registry.Require(new("room-type", "3")).Approvals);
        Assert.Equal(("promote", "ada", "better in the dark", true), (approval.Action, approval.By, approval.Reason, approval.Override));
        Assert.Equal("room-type@3", registry.Find(new("room-type", null))?.Reference.ToString());
    }

    [Fact]
    public async Task Rollback_AfterAPromotion_PutsThePreviousBackOnce()
    {
        await _editor.PromoteAsync(new("room-type", "3"), Decision, default);
        await _editor.RollbackAsync("room-type", Decision, default);
        Assert.Equal(["1 reference", "2 production", "3 reference"], NewModels.Stages(_models.Path));
        Assert.Equal(["champion 2"], NewModels.Aliases(_models.Path));
        Assert.Contains("room-type has no previous version", (await Assert.ThrowsAsync<RegistryException>(() => _editor.RollbackAsync("room-type", Decision, default))).Message);
    }

    [Fact]
    public async Task Archive_AVersion_EndsItsAliasesUntilItIsTakenBack()
    {
        await _editor.ArchiveAsync(new("room-type", "3"), Decision, default);
        Assert.Equal(["champion 2"], NewModels.Aliases(_models.Path));
        var refusal = await Assert.ThrowsAsync<RegistryException>(() => _editor.PromoteAsync(new("room-type", "3"), Decision, default));
        Assert.Equal("room-type@3 is in stage archived, which production may not follow; allowed is reference.", refusal.Message);

        await _editor.RestoreAsync(new("room-type", "3"), Decision, default);
        await _editor.PromoteAsync(new("room-type", "3"), Decision, default);
        Assert.Equal(["archive", "restore", "promote"], NewModels.Registry(_models.Path)["models"]![2]!["approvals"]!.AsArray().Select(approval => (string?)approval!["action"]));
    }

    [Fact]
    public async Task Change_ThatIsNotAllowed_IsRefusedAndChangesNothing()
    {
        var before = File.ReadAllBytes(Path.Combine(_models.Path, "registry.json"));
        (string Expected, Func<Task> Change)[] refused =
        [
            ("room-type@2 is the champion already.", () => _editor.PromoteAsync(new("room-type", "2"), Decision, default)),
            ("room-type@2 is in stage production, which archived may not follow; allowed is reference.", () => _editor.ArchiveAsync(new("room-type", "champion"), Decision, default)),
            ("The registry has no room-type@9; it has room-type@1, room-type@2, room-type@3.", () => _editor.ArchiveAsync(new("room-type", "9"), Decision, default)),
            ("room-type@3 is in stage candidate; only an archived version is restored.", () => _editor.RestoreAsync(new("room-type", "3"), Decision, default)),
            ("champion is the version in stage production: promote another instead.", () => _editor.SetAliasAsync(new("room-type", "3"), "champion", default)),
            ("The alias is '3'; allowed is 1 to 32 of a-z 0-9 . - that begin with a letter.", () => _editor.SetAliasAsync(new("room-type", "3"), "3", default)),
            ("room-type@2 is the champion, it cannot be its own challenger.", () => _editor.SetAliasAsync(new("room-type", "2"), "challenger", default)),
            ("room-type has no alias 'night'.", () => _editor.DeleteAliasAsync("room-type", "night", default)),
        ];
        foreach (var (expected, change) in refused) Assert.Equal(expected, (await Assert.ThrowsAsync<RegistryException>(change)).Message);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(_models.Path, "registry.json")));
    }

    [Fact]
    public async Task Change_OfARegistryOfAnotherVersion_KeepsWhatIsNotKnownHere()
    {
        _models.Replace("registry.json", "\"precision\": \"float32\"", "\"precision\": \"float32\", \"later\": {\"a\": [1.50]}");
        await _editor.SetAliasAsync(new("room-type", "1"), "exact", default);
        Assert.Equal("""{"a":[1.50]}""", NewModels.Registry(_models.Path)["models"]![0]!["later"]!.ToJsonString());
    }

    [Fact]
    public async Task Change_ByManyAtOnce_LosesNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() =>
            new ModelRegistryEditor(new FolderRegistryStore(_models.Path), TimeProvider.System).SetAliasAsync(new("room-type", "1"), $"alias-{i}", default))));
        Assert.Equal(20, NewModels.Aliases(_models.Path).Count(alias => alias.StartsWith("alias-", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetFiles(_models.Path, "*.partial"));
    }
}
