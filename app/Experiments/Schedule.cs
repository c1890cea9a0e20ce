namespace RoomTypes.Experiments;

/// <summary>When a launch or an experiment runs: from its start to before its end.</summary>
/// <param name="Start">The first moment.</param>
/// <param name="End">The first moment after it.</param>
public readonly record struct Schedule(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Always.</summary>
    public static readonly Schedule Always = new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    /// <summary>Whether it runs at that moment.</summary>
    public bool Includes(DateTimeOffset moment) => Start <= moment && moment < End;
}
