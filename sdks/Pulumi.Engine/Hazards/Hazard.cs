using Pulumi.Engine.Transitions;

namespace Pulumi.Engine.Hazards;

/// <summary>How an update hurts.</summary>
public enum HazardKind
{
    /// <summary>Something is gone that nothing brings back: data, logs, images, keys, names that callers know.</summary>
    Lost,

    /// <summary>The engine or the cloud refuses a step: the update ends half way.</summary>
    Refused,

    /// <summary>What is left is in the way of a later update.</summary>
    Stuck,

    /// <summary>Requests fail for a while.</summary>
    Down,
}

/// <summary>A consequence of a step that the step itself does not tell.</summary>
/// <param name="Kind">How it hurts.</param>
/// <param name="Step">The step; null when it is the state itself.</param>
/// <param name="Urn">The resource.</param>
/// <param name="Why">What happens and why.</param>
/// <param name="Do">What to do about it.</param>
public sealed record Hazard(HazardKind Kind, Step? Step, string Urn, string Why, string Do)
{
    /// <summary>The kind as command lines and JSON have it.</summary>
    public string KindName => Kind.ToString().ToLowerInvariant();
}
