using RoomTypes.Events;
using RoomTypes.Experiments;

namespace RoomTypes.Reporting.AppConfig;

/// <summary>The agent's assignments beside the service's exposures, by entity.</summary>
/// <param name="name">What the event store calls an entity.</param>
internal sealed class Reconciliation(Func<string, string> name)
{
    private const string OverrideSuffix = "_override__";

    private readonly Dictionary<string, (string Variation, bool IsMixed)> _exposed = [];
    private readonly Dictionary<string, (LoggedAssignment First, bool IsMixed)> _logged = [];

    /// <summary>How many entities both know and agree on.</summary>
    public int Agreed => _logged.Count(pair => _exposed.TryGetValue(pair.Key, out var own) && own.Variation == pair.Value.First.Variant);

    /// <summary>The first assignments of entities that the agent assigned differently from what the service showed.</summary>
    public IReadOnlyList<LoggedAssignment> Different =>
        [.. _logged.Where(pair => _exposed.TryGetValue(pair.Key, out var own) && own.Variation != pair.Value.First.Variant).Select(pair => pair.Value.First)];

    /// <summary>The first assignments of entities that the service knows nothing of: their exposures were lost, or another program asked.</summary>
    public IReadOnlyList<LoggedAssignment> OnlyLogged => [.. _logged.Where(pair => !_exposed.ContainsKey(pair.Key)).Select(pair => pair.Value.First)];

    /// <summary>How many entities the service showed a treatment that the log has not: the log is not whole.</summary>
    public int OnlyExposed => _exposed.Keys.Count(entity => !_logged.ContainsKey(entity));

    /// <summary>How many entities the agent assigned to several treatments.</summary>
    public int Mixed => _logged.Count(pair => pair.Value.IsMixed);

    /// <summary>How many assignments were overrides, by name and not at random; they count for nothing.</summary>
    public int Overrides { get; private set; }

    /// <summary>Adds what the service showed.</summary>
    public void Add(Exposure exposure) => _exposed[exposure.EntityId] =
        _exposed.TryGetValue(exposure.EntityId, out var own) ? (own.Variation, own.IsMixed || own.Variation != exposure.Variation) : (exposure.Variation, false);

    /// <summary>Adds what the agent logged; lines may come in any order.</summary>
    public void Add(in LoggedAssignment assignment)
    {
        if (assignment.Variant.EndsWith(OverrideSuffix, StringComparison.Ordinal))
        {
            Overrides++;
            return;
        }

        var entity = name(assignment.EntityId);
        var isKnown = _logged.TryGetValue(entity, out var own);
        _logged[entity] = (
            !isKnown || assignment.Time < own.First.Time ? assignment : own.First,
            isKnown && (own.IsMixed || own.First.Variant != assignment.Variant));
    }

    /// <summary>
    /// The exposures that the store lacks: of entities it knows nothing of, and of those that were assigned differently, which then count as having met
    /// several variations. The same for the same log, so that they are kept once.
    /// </summary>
    public IEnumerable<Exposure> Missing(string feature, string experiment) => OnlyLogged.Concat(Different).Select(assignment => new Exposure
    {
        Id = ContentId.Of(assignment.Time, feature, experiment, assignment.Variant, assignment.EntityId),
        Time = assignment.Time,
        EntityId = assignment.EntityId,
        Experiment = experiment,
        Feature = feature,
        Variation = assignment.Variant,
        Reason = Reasons.Experiment,
    });
}
