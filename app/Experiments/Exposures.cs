using System.Buffers.Binary;
using RoomTypes.Events;
using RoomTypes.Experiments.Files;

namespace RoomTypes.Experiments;

/// <summary>Events of entities that met a variation.</summary>
internal static class Exposures
{
    /// <summary>The event, or null where neither an experiment nor a launch had a say.</summary>
    public static Exposure? Of(ExperimentPlan plan, string feature, string entityId, in Evaluation chosen, in Attributes attributes, DateTimeOffset now)
    {
        if (chosen.Reason is not (Reasons.Experiment or Reasons.Launch) || entityId.Length == 0) return null;
        var experiment = chosen.Reason == Reasons.Experiment ? chosen.Rule ?? "" : "";
        return new Exposure
        {
            Id = DailyId(feature, experiment, chosen.Variation.Name, entityId, now),
            Time = now,
            EntityId = entityId,
            Experiment = experiment,
            Feature = feature,
            Variation = chosen.Variation.Name,
            Reason = chosen.Reason,
            Attributes = Breakdown.Of(plan, feature, chosen, attributes),
        };
    }

    /// <summary>The same for all exposures of an entity to a variation on one day: the store keeps one of them.</summary>
    private static Guid DailyId(string feature, string experiment, string variation, string entityId, DateTimeOffset now)
    {
        var day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var salt = $"{feature}\n{experiment}\n{variation}\n{day.Ticks}";
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, EntityHash.Hash(salt, entityId, 0));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], EntityHash.Hash(salt, entityId, 1));
        return ContentId.Led(bytes, day);
    }
}
