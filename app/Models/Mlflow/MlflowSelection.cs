namespace RoomTypes.Models.Mlflow;

/// <summary>A version that a registry of MLflow names, and as what.</summary>
/// <param name="Version">The version.</param>
/// <param name="Aliases">The aliases that name it.</param>
/// <param name="Stage">The stage that it has here.</param>
internal sealed record MlflowSelected(MlflowVersion Version, IReadOnlyList<string> Aliases, string Stage);

/// <summary>The versions that an address stands for. Aliases decide; MLflow's older stages do where no alias does.</summary>
internal static class MlflowSelection
{
    private const int MostVersions = 16;

    /// <summary>The numbers of versions that have to be asked for.</summary>
    /// <exception cref="ModelUnavailableException">There are too many.</exception>
    public static IReadOnlyList<string> Named(MlflowAddress address, MlflowModel model)
    {
        var named = Aliases(model).Select(alias => alias.Version)
            .Concat(model.Latest.Where(version => version.Stage is MlflowVersion.Production or MlflowVersion.Staging).Select(version => version.Version))
            .Distinct().Order(StringComparer.Ordinal).ToList();
        return named.Count <= MostVersions ? named : throw new ModelUnavailableException($"{address} names {named.Count} versions; allowed are {MostVersions}. Delete aliases, or name one in RoomType:Models:Source.");
    }

    /// <summary>What each of them is here.</summary>
    /// <exception cref="ModelUnavailableException">None is the one that answers.</exception>
    public static IReadOnlyList<MlflowSelected> Of(MlflowAddress address, MlflowModel model, IReadOnlyList<MlflowVersion> versions)
    {
        var aliases = Aliases(model).ToLookup(alias => alias.Version, alias => alias.Alias);
        var champion = Aliases(model).Where(alias => alias.Alias == ModelAliases.Champion).Select(alias => alias.Version).FirstOrDefault()
            ?? versions.FirstOrDefault(version => version.Stage == MlflowVersion.Production)?.Version
            ?? throw new ModelUnavailableException($"{address} has no version with the alias {ModelAliases.Champion}, and none in stage {MlflowVersion.Production}. Set the alias, or name another in RoomType:Models:Source: .../{address.Name}@ALIAS.");
        return [.. versions.Select(version => new MlflowSelected(version, [.. aliases[version.Version].Order(StringComparer.Ordinal)], StageOf(version, champion, [.. aliases[version.Version]])))];
    }

    private static string StageOf(MlflowVersion version, string champion, IReadOnlyCollection<string> aliases) =>
        version.Version == champion ? Stages.Production
        : aliases.Contains(ModelAliases.Challenger) || (aliases.Count == 0 && version.Stage == MlflowVersion.Staging) ? Stages.Candidate
        : Stages.Reference;

    // What cannot be an alias here cannot be asked for here.
    private static IEnumerable<(string Alias, string Version)> Aliases(MlflowModel model) => model.Aliases.Where(alias => ModelAliases.IsAlias(alias.Alias));
}
