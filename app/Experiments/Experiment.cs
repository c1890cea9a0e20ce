namespace RoomTypes.Experiments;

/// <summary>An arm of an experiment.</summary>
/// <param name="Name">Unique within the experiment.</param>
/// <param name="Variation">What its entities get.</param>
/// <param name="Weight">Its share of the entities that take part, in relation to the other treatments'; at least 0.</param>
public sealed record Treatment(string Name, Variation Variation, int Weight);

/// <summary>Which way a metric should go.</summary>
public enum DesiredChange
{
    /// <summary>More is better.</summary>
    Increase,

    /// <summary>Less is better.</summary>
    Decrease,
}

/// <summary>Weights that hold from a moment on.</summary>
/// <param name="From">That moment.</param>
/// <param name="Weights">In the order of the treatments, each at least 0, not all 0.</param>
public sealed record Phase(DateTimeOffset From, IReadOnlyList<int> Weights);

/// <summary>A part of the entities that experiments share out among themselves: each of them takes one range of its slots.</summary>
/// <param name="Name">Says how its slots are drawn; the same for all that share it.</param>
/// <param name="From">The first slot that takes part, 0 to <see cref="EntityHash.Slots"/>.</param>
/// <param name="To">The first slot after those.</param>
public sealed record Layer(string Name, int From, int To)
{
    /// <summary>Whether the entity is in the range.</summary>
    public bool Includes(string entityId) => EntityHash.Slot(Name, entityId, HashPurpose.Layer) is var slot && slot >= From && slot < To;
}

/// <summary>
/// Splits entities at random between treatments. Who takes part and who gets which treatment are two independent hashes, so a growing
/// exposure brings new entities in and moves nobody who was in.
/// </summary>
public sealed class Experiment
{
    private readonly string _salt;
    private readonly (DateTimeOffset From, IReadOnlyList<int> Weights, int Total)[] _phases;

    /// <summary>Checks the treatments.</summary>
    /// <param name="name">Unique within its source.</param>
    /// <param name="treatments">At least one, of which one is the control; not all of weight 0.</param>
    /// <param name="control">The name of the treatment that the others are compared with.</param>
    /// <param name="exposure">How many of <see cref="EntityHash.Slots"/> entities take part; Evidently's samplingRate.</param>
    /// <param name="schedule">When it runs.</param>
    /// <param name="salt">What makes its split its own; the name if null. No NUL.</param>
    /// <param name="later">Weights that hold later instead of the treatments' own.</param>
    /// <exception cref="ArgumentException">The control is no treatment, or a weight or the exposure is out of range.</exception>
    public Experiment(
        string name, IReadOnlyList<Treatment> treatments, string control, int exposure, Schedule schedule, string? salt = null, IReadOnlyList<Phase>? later = null)
    {
        (Name, Treatments, Exposure, Schedule, _salt) = (name, treatments, exposure, schedule, salt ?? name);
        Control = treatments.FirstOrDefault(treatment => treatment.Name == control)
            ?? throw new ArgumentException($"The control of experiment '{name}' is '{control}'; allowed is one of its treatments: {string.Join(", ", treatments.Select(treatment => treatment.Name))}.");
        Phases = [new(DateTimeOffset.MinValue, [.. treatments.Select(treatment => treatment.Weight)]), .. (later ?? []).OrderBy(phase => phase.From)];
        _phases = [.. Phases.Select(phase => (phase.From, phase.Weights, Total(phase.Weights)))];
        if (exposure is < 0 or > EntityHash.Slots)
            throw new ArgumentException($"The exposure of experiment '{name}' is {exposure}; allowed is 0 to {EntityHash.Slots}.");
    }

    /// <summary>Unique within its source.</summary>
    public string Name { get; }

    /// <summary>The arms.</summary>
    public IReadOnlyList<Treatment> Treatments { get; }

    /// <summary>What the others are compared with.</summary>
    public Treatment Control { get; }

    /// <summary>How many of <see cref="EntityHash.Slots"/> entities take part.</summary>
    public int Exposure { get; }

    /// <summary>When it runs.</summary>
    public Schedule Schedule { get; }

    /// <summary>Who may take part; everybody if null.</summary>
    public Segment? Segment { get; init; }

    /// <summary>The weights by time, the treatments' own first.</summary>
    public IReadOnlyList<Phase> Phases { get; }

    /// <summary>Whom it shares with other experiments; nobody if null.</summary>
    public Layer? Layer { get; init; }

    /// <summary>Who takes part in no experiment; nobody if null.</summary>
    public Layer? Holdout { get; init; }

    /// <summary>The attributes by whose values results are broken down; may be empty.</summary>
    public IReadOnlyList<string> Breakdown { get; init; } = [];

    /// <summary>What it is judged by, the most important first.</summary>
    public IReadOnlyList<ExperimentMetric> Metrics { get; init; } = [];

    /// <summary>The entity's treatment at that moment; null if it takes no part.</summary>
    public Treatment? Assign(string entityId, in Attributes attributes, DateTimeOffset now)
    {
        if (!Schedule.Includes(now)) return null;
        if (Segment is not null && !Segment.Condition.IsMet(entityId, attributes)) return null;
        if (Exposure < EntityHash.Slots && EntityHash.Slot(_salt, entityId, HashPurpose.Exposure) >= Exposure) return null;
        if (Layer is not null && !Layer.Includes(entityId)) return null;
        if (Holdout is not null && Holdout.Includes(entityId)) return null;
        var (_, weights, total) = _phases[PhaseAt(now)];
        var slot = EntityHash.Slot(_salt, entityId, HashPurpose.Split, total);
        var i = 0;
        while (slot >= weights[i]) slot -= weights[i++];
        return Treatments[i];
    }

    /// <summary>The weights that hold at a moment, in the order of the treatments.</summary>
    internal IReadOnlyList<int> WeightsAt(DateTimeOffset moment) => _phases[PhaseAt(moment)].Weights;

    private int PhaseAt(DateTimeOffset moment)
    {
        var phase = _phases.Length - 1;
        while (phase > 0 && _phases[phase].From > moment) phase--;
        return phase;
    }

    private int Total(IReadOnlyList<int> weights)
    {
        var total = weights.Sum(weight => (long)weight);
        if (weights.Count == Treatments.Count && weights.All(weight => weight >= 0) && total is > 0 and <= int.MaxValue) return (int)total;
        throw new ArgumentException($"The weights of experiment '{Name}' are {string.Join(", ", weights)}; allowed is at least 0 each and not all 0.");
    }
}
