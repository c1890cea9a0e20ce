using RoomTypes.Events;

namespace Page.Tests.Support;

/// <summary>An event store in which the shipped experiment has run for some weeks: hardened is corrected less often.</summary>
internal static class Past
{
    public const string Experiment = "hardened-against-production";

    private const int Days = 24;
    private const int EntitiesOfADay = 70;

    private static readonly string[] Rooms = ["bathroom", "bedroom", "dining_room", "hallway", "kitchen", "living_room"];

    /// <summary>Writes it; the same every time, up to today.</summary>
    public static async Task WriteAsync(string file)
    {
        await using var store = EventSetup.Open(new EventOptions
        {
            Store = EventStoreKind.Sqlite,
            File = file,
            RetentionDays = 400,
            QueueCapacity = 1024,
            FlushMilliseconds = 0,
        });
        var random = new Random(20);
        var start = DateTimeOffset.UtcNow.Date.AddDays(-Days);
        for (var day = 0; day < Days; day++)
        {
            await store.AppendAsync([.. Enumerable.Range(0, EntitiesOfADay).SelectMany(robot => Entity(random, $"robot-{day}-{robot}", new DateTimeOffset(start, TimeSpan.Zero).AddDays(day).AddHours(1 + (robot / 4.0))))], default);
        }
    }

    private static IEnumerable<EventRecord> Entity(Random random, string name, DateTimeOffset time)
    {
        var isHardened = random.Next(2) == 0;
        var variation = isHardened ? "hardened" : "production";
        yield return new Exposure { Id = NewId(random), Time = time, EntityId = name, Experiment = Experiment, Feature = "room-type-model", Variation = variation, Reason = "EXPERIMENT_RULE_MATCH" };
        for (var i = 0; i < 2; i++)
        {
            var prediction = new Prediction
            {
                Id = NewId(random),
                Time = time.AddMinutes(i),
                EntityId = name,
                Model = isHardened ? "room-type@3" : "room-type@2",
                Variation = variation,
                RoomType = Rooms[random.Next(Rooms.Length)],
                Confidence = Math.Clamp(0.86 + (isHardened ? 0.015 : 0) + (0.1 * (random.NextDouble() - 0.5)), 0, 1),
                ImageCount = 3,
            };
            yield return prediction;
            if (random.NextDouble() < (isHardened ? 0.09 : 0.15))
                yield return new Feedback { Id = NewId(random), Time = time.AddMinutes(30), EntityId = name, PredictionId = prediction.Id, RoomType = Rooms[(Array.IndexOf(Rooms, prediction.RoomType) + 1) % Rooms.Length] };
        }
    }

    private static Guid NewId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new(bytes);
    }
}
