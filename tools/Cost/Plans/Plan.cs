using Pulumi.Engine.Transitions;

namespace RoomTypes.Cost.Plans;

/// <summary>All that a stack has or will have.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Backend">Where the service runs, as the configuration names it.</param>
/// <param name="Region">The AWS region.</param>
/// <param name="Resources">What providers manage; components and what is only looked up are left out.</param>
public sealed record Plan(string Stack, string Backend, string Region, IReadOnlyList<Planned> Resources)
{
    /// <summary>The key of the backend in the project's namespace.</summary>
    public const string BackendKey = "room-type:backend";

    /// <summary>That of a state or of a run of the stack's program.</summary>
    public static Plan Of(string stack, IReadOnlyDictionary<string, string> config, StackState state) => new(
        stack, config.GetValueOrDefault(BackendKey, ""), config.GetValueOrDefault("aws:region", ""),
        [.. state.Current.Where(resource => resource.Custom && !resource.External && !resource.Type.StartsWith("pulumi:", StringComparison.Ordinal)).Select(Planned.Of)]);

    /// <summary>Those of a type.</summary>
    public IEnumerable<Planned> Of(string type) => Resources.Where(resource => resource.Type == type);

    /// <summary>What an argument of a resource is made of, of a type; null where there is none.</summary>
    public Planned? UsedBy(Planned user, string argument, string type) =>
        user.Uses.GetValueOrDefault(argument, []).Select(urn => Resources.FirstOrDefault(resource => resource.Urn == urn && resource.Type == type)).FirstOrDefault(found => found is not null);
}
