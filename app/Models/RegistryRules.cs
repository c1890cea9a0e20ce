using System.Text.Json;

namespace RoomTypes.Models;

/// <summary>What holds in every registry.</summary>
internal static class RegistryRules
{
    /// <summary>Checks an alias: a version that is there and not archived, and for the champion the one in production.</summary>
    /// <exception cref="JsonException">It is another.</exception>
    public static void VerifyAlias(ModelRegistry registry, string name, string alias, string version)
    {
        var path = $"aliases.{name}.{alias}";
        var versions = registry.Models.Where(model => model.Name == name).ToList();
        if (!ModelAliases.IsAlias(alias)) throw new JsonException($"{path} is no alias; allowed is {ModelAliases.Allowed}.");
        if (versions.Exists(model => model.Version == alias)) throw new JsonException($"{path} is the name of a version, too.");
        if (versions.Find(model => model.Version == version) is not { } named)
            throw new JsonException($"{path} is \"{version}\"; allowed is a version of {name}: {string.Join(", ", versions.Select(model => model.Version))}.");
        if (named.Stage == Stages.Archived) throw new JsonException($"{path} is \"{version}\", which is archived.");
        if (alias == ModelAliases.Champion && named.Stage != Stages.Production)
            throw new JsonException($"{path} is \"{version}\" in stage {named.Stage}; the champion is the version in stage {Stages.Production}.");
    }

    /// <summary>Checks a whole registry before it is written.</summary>
    /// <exception cref="JsonException">A version is there twice, or two are in production.</exception>
    public static void Verify(ModelRegistry registry)
    {
        foreach (var versions in registry.Models.GroupBy(model => model.Reference).Where(versions => versions.Count() > 1))
            throw new JsonException($"{versions.Key} is registered {versions.Count()} times.");
        foreach (var models in registry.Models.Where(model => model.Stage == Stages.Production).GroupBy(model => model.Name).Where(models => models.Count() > 1))
            throw new JsonException($"{string.Join(" and ", models.Select(model => model.Reference))} are both in stage {Stages.Production}; allowed is one version.");
    }
}
