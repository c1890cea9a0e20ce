using RoomTypes.Pricing;

namespace RoomTypes.Cost.Estimates;

/// <summary>What the service does by CPU, by processor: prices/measured/curves.json.</summary>
/// <param name="Machines">Measurements by processor.</param>
public sealed record Measured(IReadOnlyDictionary<string, Measurement> Machines)
{
    /// <summary>The curve of a processor; where none was measured, another's.</summary>
    public Curve Of(string processor) => (Machines.GetValueOrDefault(processor) ?? Machines.Values.First()).Curve();

    /// <summary>What was measured, and for which processors it stands.</summary>
    /// <param name="processor">The processor of the plan; null where nothing runs.</param>
    public string Told(string? processor)
    {
        var (measured, on) = processor is not null && Machines.TryGetValue(processor, out var own) ? (processor, own) : (Machines.First().Key, Machines.First().Value);
        return $"Times of pictures were measured on {measured} ({on.Machine}, {on.Date}{(measured == processor || processor is null ? "" : $"; the plan has {processor}, which nobody has measured")}).";
    }
}
