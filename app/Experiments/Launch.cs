namespace RoomTypes.Experiments;

/// <summary>A part of the audience that a launch gives one variation.</summary>
/// <param name="Name">Unique within the launch.</param>
/// <param name="Variation">What its entities get.</param>
public sealed record LaunchGroup(string Name, Variation Variation);

/// <summary>Weights of a launch's groups that hold from a moment on.</summary>
/// <param name="StartTime">That moment.</param>
/// <param name="Weights">In the order of the groups, each 0 to <see cref="EntityHash.Slots"/>, together at most that; who is left goes on to the experiment.</param>
public sealed record LaunchStep(DateTimeOffset StartTime, IReadOnlyList<int> Weights)
{
    /// <summary>Other weights for segments; the first one that an entity is in counts.</summary>
    public IReadOnlyList<SegmentOverride> SegmentOverrides { get; init; } = [];
}

/// <summary>Weights for a segment instead of a step's own.</summary>
/// <param name="Segment">Whom they are for.</param>
/// <param name="Weights">As <see cref="LaunchStep.Weights"/>.</param>
public sealed record SegmentOverride(Segment Segment, IReadOnlyList<int> Weights);

/// <summary>
/// Brings a feature out in steps. Whoever is in a group stays there in every later step that does not make that group smaller, also
/// if other groups grow or shrink (see <see cref="Allocation"/>).
/// </summary>
public sealed class Launch
{
    private readonly string _salt;
    private readonly CompiledStep[] _steps;

    /// <summary>Works the allocation of every step out.</summary>
    /// <param name="name">Unique within its source.</param>
    /// <param name="groups">At least one.</param>
    /// <param name="steps">At least one, by start time.</param>
    /// <param name="schedule">When it runs.</param>
    /// <param name="salt">What makes its split its own; the name if null. No NUL.</param>
    /// <exception cref="ArgumentException">A step's weights do not fit the groups or the limits.</exception>
    public Launch(string name, IReadOnlyList<LaunchGroup> groups, IReadOnlyList<LaunchStep> steps, Schedule schedule, string? salt = null)
    {
        (Name, Groups, Steps, Schedule, _salt) = (name, groups, steps, schedule, salt ?? name);
        _steps = new CompiledStep[steps.Count];
        for (var i = 0; i < steps.Count; i++)
        {
            _steps[i] = new CompiledStep(
                steps[i].StartTime,
                Allocate(i, step => step.Weights),
                [.. steps[i].SegmentOverrides.Select(entry => (entry.Segment, Allocate(i, step => WeightsFor(step, entry.Segment))))]);
        }
    }

    /// <summary>Unique within its source.</summary>
    public string Name { get; }

    /// <summary>The groups.</summary>
    public IReadOnlyList<LaunchGroup> Groups { get; }

    /// <summary>The steps by start time.</summary>
    public IReadOnlyList<LaunchStep> Steps { get; }

    /// <summary>When it runs.</summary>
    public Schedule Schedule { get; }

    /// <summary>The entity's group at that moment; null if it is in none.</summary>
    public LaunchGroup? Assign(string entityId, in Attributes attributes, DateTimeOffset now)
    {
        if (!Schedule.Includes(now)) return null;
        var current = _steps.Length - 1;
        while (current >= 0 && _steps[current].StartTime > now) current--;
        if (current < 0) return null;
        var group = _steps[current].For(entityId, attributes).GroupOf(EntityHash.Slot(_salt, entityId, HashPurpose.Launch));
        return group == Allocation.Free ? null : Groups[group];
    }

    private Allocation Allocate(int last, Func<LaunchStep, IReadOnlyList<int>> weights)
    {
        var allocation = Allocation.Empty;
        for (var i = 0; i <= last; i++)
        {
            var own = weights(Steps[i]);
            if (own.Count != Groups.Count) throw new ArgumentException($"Step {i} of launch '{Name}' has {own.Count} weights for {Groups.Count} groups.");
            allocation = allocation.With(own);
        }

        return allocation;
    }

    private static IReadOnlyList<int> WeightsFor(LaunchStep step, Segment segment)
    {
        foreach (var entry in step.SegmentOverrides)
        {
            if (entry.Segment.Name == segment.Name) return entry.Weights;
        }

        return step.Weights;
    }

    private sealed record CompiledStep(DateTimeOffset StartTime, Allocation Own, (Segment Segment, Allocation Allocation)[] Overrides)
    {
        public Allocation For(string entityId, in Attributes attributes)
        {
            foreach (var (segment, allocation) in Overrides)
            {
                if (segment.Condition.IsMet(entityId, attributes)) return allocation;
            }

            return Own;
        }
    }
}
