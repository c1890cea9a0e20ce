using RoomTypes.Events;

namespace RoomTypes.Tests.Events;

/// <summary>Events of tests, a second apart.</summary>
internal static class Make
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Far { get; } = Start.AddYears(1);

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public static Exposure Exposure(string entity, string variation, double seconds, string experiment = "model") => new()
    {
        Id = Guid.CreateVersion7(),
        Time = At(seconds),
        EntityId = entity,
        Experiment = experiment,
        Feature = "room-model",
        Variation = variation,
        Reason = "EXPERIMENT_RULE_MATCH",
    };

    public static Prediction Prediction(string entity, double seconds, string roomType = "kitchen", double confidence = 0.5, string model = "room-type@2", string variation = "a") => new()
    {
        Id = Guid.CreateVersion7(),
        Time = At(seconds),
        EntityId = entity,
        RequestId = "r",
        MissionId = "m",
        RoomId = "1",
        Model = model,
        Variation = variation,
        RoomType = roomType,
        Confidence = confidence,
        ImageCount = 2,
    };

    public static Feedback Feedback(Prediction about, string roomType, double seconds) => new()
    {
        Id = Guid.CreateVersion7(),
        Time = At(seconds),
        EntityId = "",
        PredictionId = about.Id,
        RoomType = roomType,
    };

    public static ShadowPrediction Shadow(Prediction beside, string roomType, string model = "room-type@3", string shadow = "next") => new()
    {
        Id = beside.Id,
        Time = beside.Time,
        EntityId = beside.EntityId,
        Shadow = shadow,
        Model = model,
        RoomType = roomType,
        Confidence = 0.75,
        Milliseconds = 12,
        AnsweredMilliseconds = 10,
    };

    public static MetricEvent Metric(string entity, double value, double seconds, string name = "minutes", Guid? prediction = null) => new()
    {
        Id = Guid.CreateVersion7(),
        Time = At(seconds),
        EntityId = entity,
        Name = name,
        Value = value,
        PredictionId = prediction,
    };

    public static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items) list.Add(item);
        return list;
    }
}
