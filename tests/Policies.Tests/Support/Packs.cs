using Pulumi.Engine.Policies;

namespace Policies.Tests.Support;

/// <summary>The project's packs, loaded once for all tests of the collection, which run one after the other.</summary>
public sealed class Packs : IAsyncLifetime
{
    private PolicyReviewer? _reviewer;

    public IReadOnlyList<PolicyPack> All => _reviewer!.Packs;

    public IEnumerable<PolicyInfo> Policies => All.SelectMany(pack => pack.Policies);

    /// <summary>The packs under the configuration of a stack, or of the project that makes accounts ready.</summary>
    public async Task<PolicyReviewer> ForAsync(string stack)
    {
        var settings = PolicyConfigFile.Load(Path.Combine(Repository.Policies, "config", $"{(stack == StackRuns.Bootstrap ? Repository.Bootstrap.Name : stack)}.json"));
        foreach (var pack in All)
            await pack.ConfigureAsync(settings);
        return _reviewer!;
    }

    public async Task InitializeAsync() => _reviewer = await PolicyReviewer.StartAsync(PolicyReviewer.FindPacks(Repository.Policies)
        .Select(folder => new PolicyPackOptions { Folder = folder, Program = Repository.PolicyProgram, Project = Repository.Project.Name, Stack = "dev" }));

    public async Task DisposeAsync() => await _reviewer!.DisposeAsync();
}

[CollectionDefinition(nameof(Packs))]
public sealed class PacksGroup : ICollectionFixture<Packs>;
