using System.Text.Json.Serialization;

namespace RoomTypes.Events;

/// <summary>Something that happened, to be kept once however often it is delivered.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Exposure), "exposure")]
[JsonDerivedType(typeof(Prediction), "prediction")]
[JsonDerivedType(typeof(Feedback), "feedback")]
[JsonDerivedType(typeof(MetricEvent), "metric")]
[JsonDerivedType(typeof(ShadowPrediction), "shadow")]
public abstract record EventRecord
{
    /// <summary>The most characters of an entity, as of Evidently's; each takes at most 4 of the 2,704 bytes of PostgreSQL's index entries.</summary>
    public const int LongestEntity = 512;

    /// <summary>Names the event: a second one of the same kind and id is a repetition and is not counted.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it happened; kept to the millisecond.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The robot or home; empty if it is not known.</summary>
    public required string EntityId { get; init; }
}

/// <summary>An entity met a variation of a feature.</summary>
public sealed record Exposure : EventRecord
{
    /// <summary>The experiment that chose the variation; empty if none did, and then no statistics count it.</summary>
    public required string Experiment { get; init; }

    /// <summary>The feature.</summary>
    public required string Feature { get; init; }

    /// <summary>The variation that the entity got.</summary>
    public required string Variation { get; init; }

    /// <summary>Why, for example EXPERIMENT_RULE_MATCH.</summary>
    public required string Reason { get; init; }

    /// <summary>Facts about the entity by which results are broken down: a JSON object of texts; null for none.</summary>
    [JsonConverter(typeof(RawJson))]
    public string? Attributes { get; init; }
}

/// <summary>A model's answer for one room. No pictures.</summary>
public sealed record Prediction : EventRecord
{
    /// <summary>The request.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>The mission; may be empty.</summary>
    public string MissionId { get; init; } = "";

    /// <summary>The caller's id of the room; may be empty.</summary>
    public string RoomId { get; init; } = "";

    /// <summary>The model, name@version.</summary>
    public required string Model { get; init; }

    /// <summary>The variation that named the model; empty if no experiment had a say.</summary>
    public string Variation { get; init; } = "";

    /// <summary>What was answered: the model's label, for example "kitchen", or "unknown".</summary>
    public required string RoomType { get; init; }

    /// <summary>The probability of the most probable label, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>How little the pictures look like what the model knows, 0 to 1, from 0.5 on they count as unknown; null where the model does not tell it.</summary>
    public double? UnknownScore { get; init; }

    /// <summary>How many pictures the answer rests on.</summary>
    public int ImageCount { get; init; }

    /// <summary>
    /// Milliseconds from the last byte of the request's body to its answer, the same for all rooms of a request; null where events are
    /// older than the column.
    /// </summary>
    public double? Milliseconds { get; init; }

    /// <summary>
    /// The mean of the pictures' embeddings, of which the model's head makes the answer; null where it is not kept. It is read by
    /// <see cref="IEventStore.ReadEmbeddingsAsync"/> alone.
    /// </summary>
    [JsonIgnore]
    public Half[]? Embedding { get; init; }

    /// <summary>What the pixels of the pictures say of the camera; kept and read with the embedding, and null without one.</summary>
    [JsonIgnore]
    public KeptQuality? Quality { get; init; }
}

/// <summary>What a second model says of the pictures of a prediction, whose id it has: it answered nobody.</summary>
public sealed record ShadowPrediction : EventRecord
{
    /// <summary>The shadow of the experiments file.</summary>
    public required string Shadow { get; init; }

    /// <summary>The second model, name@version.</summary>
    public required string Model { get; init; }

    /// <summary>Its label.</summary>
    public required string RoomType { get; init; }

    /// <summary>Its probability, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Milliseconds that the second model took for the room's pictures, decoding aside.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>Milliseconds that the model that answered took for them.</summary>
    public required double AnsweredMilliseconds { get; init; }
}

/// <summary>What the room of a prediction really is. The newest one of a prediction counts.</summary>
public sealed record Feedback : EventRecord
{
    /// <summary>The prediction's id.</summary>
    public required Guid PredictionId { get; init; }

    /// <summary>The label that is right, for example "bathroom".</summary>
    public required string RoomType { get; init; }
}

/// <summary>A value of a metric of one's own.</summary>
public sealed record MetricEvent : EventRecord
{
    /// <summary>The metric.</summary>
    public required string Name { get; init; }

    /// <summary>Finite; its unit is the metric's own.</summary>
    public required double Value { get; init; }

    /// <summary>The prediction that it is about: its entity is the event's if that has none.</summary>
    public Guid? PredictionId { get; init; }
}
