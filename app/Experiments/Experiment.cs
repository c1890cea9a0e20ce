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

/// <summary>What an experiment is judged by.</summary>
/// <param name="Name">correction_rate, confidence, or the name under which values are reported.</param>
/// <param name="DesiredChange">Which way is better.</param>
public sealed record ExperimentMetric(string Name, DesiredChange DesiredChange);

/// <summary>
/// Splits entities at random between treatments. Who takes part and who gets which treatment are two independent hashes, so a growing
/// exposure brings new entities in and moves nobody who was in.
/// </summary>
public sealed class Experiment
{
    private readonly string _salt;
    private readonly int _total;

    /// <summary>Checks the treatments.</summary>
    /// <param name="name">Unique within its source.</param>
    /// <param name="treatments">At least one, of which one is the control; not all of weight 0.</param>
    /// <param name="control">The name of the treatment that the others are compared with.</param>
    /// <param name="exposure">How many of <see cref="EntityHash.Slots"/> entities take part; Evidently's samplingRate.</param>
    /// <param name="schedule">When it runs.</param>
    /// <param name="salt">What makes its split its own; the name if null. No NUL.</param>
    /// <exception cref="ArgumentException">The control is no treatment, or a weight or the exposure is out of range.</exception>
    public Experiment(string name, IReadOnlyList<Treatment> treatments, string control, int exposure, Schedule schedule, string? salt = null)
    {
        (Name, Treatments, Exposure, Schedule, _salt) = (name, treatments, exposure, schedule, salt ?? name);
        Control = treatments.FirstOrDefault(treatment => treatment.Name == control)
            ?? throw new ArgumentException($"The control of experiment '{name}' is '{control}'; allowed is one of its treatments: {string.Join(", ", treatments.Select(treatment => treatment.Name))}.");
        var total = treatments.Sum(treatment => (long)treatment.Weight);
        if (treatments.Any(treatment => treatment.Weight < 0) || total is 0 or > int.MaxValue)
            throw new ArgumentException($"The weights of experiment '{name}' are {string.Join(", ", treatments.Select(treatment => treatment.Weight))}; allowed is at least 0 each and not all 0.");
        if (exposure is < 0 or > EntityHash.Slots)
            throw new ArgumentException($"The exposure of experiment '{name}' is {exposure}; allowed is 0 to {EntityHash.Slots}.");
        _total = (int)total;
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

    /// <summary>What it is judged by, the most important first.</summary>
    public IReadOnlyList<ExperimentMetric> Metrics { get; init; } = [];

    /// <summary>The entity's treatment at that moment; null if it takes no part.</summary>
    public Treatment? Assign(string entityId, in Attributes attributes, DateTimeOffset now)
    {
        if (!Schedule.Includes(now)) return null;
        if (Segment is not null && !Segment.Condition.IsMet(entityId, attributes)) return null;
        if (Exposure < EntityHash.Slots && EntityHash.Slot(_salt, entityId, HashPurpose.Exposure) >= Exposure) return null;
        var slot = EntityHash.Slot(_salt, entityId, HashPurpose.Split, _total);
        var i = 0;
        while (slot >= Treatments[i].Weight) slot -= Treatments[i++].Weight;
        return Treatments[i];
    }
}
