using RoomTypes.Events;

namespace RoomTypes.Tests.Kpis;

/// <summary>Generated events of a fleet's month, for pictures: a second model takes over from the tenth day on, a shadow runs from the twentieth on.</summary>
internal static class FleetMonth
{
    public const double Price = 0.000012;

    public static readonly DateOnly First = new(2026, 11, 1);
    public static readonly DateOnly Last = new(2026, 11, 30);

    private const int RequestsOfDay = 160;
    private static readonly string[] Rooms = ["kitchen", "bathroom", "bedroom", "living room"];

    /// <summary>The events, in the order of their times.</summary>
    public static IEnumerable<EventRecord> Events()
    {
        var random = new Random(11);
        for (var number = 0; number < 30 * RequestsOfDay; number++)
        {
            var day = number / RequestsOfDay;
            var isNew = random.NextDouble() * 8 < day - 9;
            // Weekends have more pictures of a mission.
            var pictures = 2 + random.Next(First.AddDays(day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 6 : 3);
            var shown = Rooms[random.Next(Rooms.Length)];
            var prediction = new Prediction
            {
                Id = new Guid(number, 0, 7, [1, 2, 3, 4, 5, 6, 7, 8]),
                Time = new DateTimeOffset(First.AddDays(day), new TimeOnly(8, 0), default).AddMinutes(number % RequestsOfDay * 4),
                EntityId = $"robot-{random.Next(20)}",
                RequestId = $"r{number}",
                MissionId = $"m{number / 5}",
                RoomId = "0",
                Model = isNew ? "room-type@3" : "room-type@2",
                Variation = "",
                RoomType = shown,
                Confidence = (isNew ? 0.86 : 0.79) + (0.1 * random.NextDouble()),
                UnknownScore = random.NextDouble() * (isNew ? 0.54 : 0.58),
                ImageCount = pictures,
                // Few take much longer than most.
                Milliseconds = Math.Round(((isNew ? 6 : 9) * (1 + (0.3 * random.NextDouble()))) + Math.Pow(random.NextDouble(), 12) * 40, 3),
            };
            yield return prediction;
            if (random.NextDouble() < 0.3)
            {
                yield return new Feedback
                {
                    Id = new Guid(number, 1, 7, [1, 2, 3, 4, 5, 6, 7, 8]),
                    Time = prediction.Time.AddHours(1),
                    EntityId = prediction.EntityId,
                    PredictionId = prediction.Id,
                    RoomType = random.NextDouble() < (isNew ? 0.95 : 0.89) ? shown : Rooms[(Array.IndexOf(Rooms, shown) + 1) % Rooms.Length],
                };
            }

            if (day < 19) continue;
            yield return new ShadowPrediction
            {
                Id = prediction.Id,
                Time = prediction.Time,
                EntityId = prediction.EntityId,
                Shadow = "next",
                Model = "room-type@4",
                RoomType = random.NextDouble() < 0.93 ? shown : Rooms[random.Next(Rooms.Length)],
                Confidence = 0.9,
                Milliseconds = 5,
                AnsweredMilliseconds = prediction.Milliseconds!.Value,
            };
        }
    }
}
