using RoomTypes.Events;

namespace RoomTypes.Tests.Kpis;

/// <summary>A fleet's events of a few days, and what each key figure of them is, summed here.</summary>
internal sealed class KpiData
{
    public const double Price = 0.000125;

    public static readonly DateOnly First = new(2026, 11, 1);
    public static readonly DateOnly Last = new(2026, 11, 3);

    private static readonly string[] Rooms = ["kitchen", "bathroom", "bedroom", "unknown"];
    private readonly Random _random;
    private readonly List<Answer> _answers = [];

    public KpiData(int seed)
    {
        _random = new Random(seed);
        // A day before and one after those that are asked about.
        for (var request = 0; request < 400; request++) Ask(request, At(_random.Next(5), _random.Next(2) * 23, _random.Next(3_600_000)));
    }

    /// <summary>Every event, some of them twice, in no order.</summary>
    public List<EventRecord> Events { get; } = [];

    /// <summary>The robots that a table knows, with their firmware and site.</summary>
    public Dictionary<string, (string Firmware, string? Site)> Robots { get; } = Enumerable.Range(0, 9).ToDictionary(i => $"robot-{i}", i => ($"{i % 2}.{i % 3}", i == 0 ? null : $"site, \"{i % 4}\""));

    /// <summary>The rows that a figure has to have, by their texts.</summary>
    public SortedDictionary<string, double?[]> Rows(string kpi, IReadOnlyCollection<string> by, bool hasRobots)
    {
        var asked = _answers.Where(answer => DateOnly.FromDateTime(answer.Prediction.Time.UtcDateTime) is var day && day >= First && day <= Last && Counts(kpi, answer));
        var rows = new SortedDictionary<string, double?[]>(StringComparer.Ordinal);
        foreach (var group in asked.GroupBy(answer => string.Join('|', by.Select(dimension => Text(answer.Prediction, dimension, hasRobots))))) rows[group.Key] = Figures(kpi, [.. group]);
        return rows;
    }

    /// <summary>A robots' table as CSV.</summary>
    public string Csv() => $"site,entity_id,firmware,color\n{string.Concat(Robots.Select(robot => $"\"{robot.Value.Site?.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{robot.Key},{robot.Value.Firmware},red\n"))}";

    private static bool Counts(string kpi, Answer answer) => kpi switch
    {
        "disagreement" => answer.Shown is not null,
        "latency" => answer.Prediction.Milliseconds is not null,
        "cost_per_mission" => answer.Prediction.MissionId.Length > 0,
        _ => true,
    };

    private static double?[] Figures(string kpi, List<Answer> of)
    {
        double all = of.Count, judged = of.Count(answer => answer.IsRight is not null), wrong = of.Count(answer => answer.IsRight == false);
        double unknown = of.Count(answer => answer.Prediction.UnknownScore >= 0.5), differ = of.Count(answer => answer.Shown != answer.Prediction.RoomType);
        switch (kpi)
        {
            case "accuracy": return [judged, judged - wrong, judged == 0 ? null : (judged - wrong) / judged];
            case "confidence": return [all, of.Sum(answer => answer.Prediction.Confidence) / all];
            case "correction_rate": return [all, wrong, wrong / all];
            case "cost_per_mission":
                double missions = of.Select(answer => answer.Prediction.MissionId).ToHashSet().Count, pictures = of.Sum(answer => answer.Prediction.ImageCount);
                return [missions, pictures, Price * pictures, Price * pictures / missions];
            case "coverage": return [all, judged, judged / all];
            case "disagreement": return [all, differ, differ / all];
            case "latency":
                var times = of.GroupBy(answer => answer.Prediction.RequestId).Select(request => request.First().Prediction.Milliseconds!.Value).Order().ToList();
                return [times.Count, Rank(times, 50), Rank(times, 95), Rank(times, 99)];
            case "unknown_share": return [all, unknown, unknown / all];
            default: throw new ArgumentOutOfRangeException(nameof(kpi), kpi, "Say here what it is.");
        }
    }

    private static double Rank(List<double> times, int percent) => times[((times.Count * percent) + 99) / 100 - 1];

    private string Text(Prediction prediction, string dimension, bool hasRobots) => dimension switch
    {
        "day" => prediction.Time.ToString("yyyy-MM-dd"),
        "model" => prediction.Model,
        "variation" => prediction.Variation,
        "room_type" => prediction.RoomType,
        "firmware" => hasRobots && Robots.TryGetValue(prediction.EntityId, out var robot) ? robot.Firmware : "",
        _ => hasRobots && Robots.TryGetValue(prediction.EntityId, out var known) ? known.Site ?? "" : "",
    };

    // In the first and the last hour of each day: days begin and end at midnight, and a lake has few objects.
    private static DateTimeOffset At(int day, int hour, int milliseconds) => new DateTimeOffset(2026, 10, 31, hour, 0, 0, TimeSpan.Zero).AddDays(day).AddMilliseconds(milliseconds);

    /// <summary>A request of up to three rooms, with what is said of them later.</summary>
    private void Ask(int number, DateTimeOffset time)
    {
        var (robot, model) = ($"robot-{_random.Next(12)}", _random.Next(3) == 0 ? "room-type@3" : "room-type@2");
        double? milliseconds = _random.Next(6) == 0 ? null : Math.Round((20 * _random.NextDouble()) + 3, 3);
        for (var room = _random.Next(3); room >= 0; room--)
        {
            var prediction = new Prediction
            {
                Id = new Guid(number, (short)room, 7, [1, 2, 3, 4, 5, 6, 7, 8]),
                Time = time,
                EntityId = robot,
                RequestId = $"r{number}",
                MissionId = number % 5 == 0 ? "" : $"m{number / 4}",
                RoomId = $"{room}",
                Model = model,
                Variation = _random.Next(2) == 0 ? "" : "next",
                RoomType = Rooms[_random.Next(Rooms.Length)],
                Confidence = _random.NextDouble(),
                UnknownScore = _random.Next(3) == 0 ? null : _random.Next(4) == 0 ? 0.5 : _random.NextDouble(),
                ImageCount = 1 + _random.Next(4),
                Milliseconds = milliseconds,
            };
            Add(prediction);
            var answer = new Answer(prediction);
            // The newest counts, whichever comes first and whenever it is.
            var said = Enumerable.Range(0, _random.Next(3)).Select(i => Feedback(prediction, i)).ToList();
            if (said.Count > 0) answer = answer with { IsRight = said[^1].RoomType == prediction.RoomType };
            foreach (var feedback in said.AsEnumerable().Reverse()) Add(feedback);
            if (_random.Next(2) == 0)
            {
                answer = answer with { Shown = Rooms[_random.Next(2)] };
                Add(new ShadowPrediction
                {
                    Id = prediction.Id,
                    Time = time,
                    EntityId = robot,
                    Shadow = "next",
                    Model = "room-type@4",
                    RoomType = answer.Shown,
                    Confidence = 0.5,
                    Milliseconds = 4,
                    AnsweredMilliseconds = 5,
                });
            }

            _answers.Add(answer);
        }
    }

    private Feedback Feedback(Prediction about, int nth) => new()
    {
        Id = new Guid([.. about.Id.ToByteArray()[..^1], (byte)(100 + nth)]),
        Time = about.Time.AddHours((48 * nth) + 1),
        EntityId = "",
        PredictionId = about.Id,
        RoomType = _random.Next(2) == 0 ? about.RoomType : Rooms[_random.Next(3)],
    };

    private void Add(EventRecord record)
    {
        Events.Insert(_random.Next(Events.Count + 1), record);
        if (_random.Next(10) == 0) Events.Add(record);
    }

    private sealed record Answer(Prediction Prediction)
    {
        public bool? IsRight { get; init; }

        public string? Shown { get; init; }
    }
}
