using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Cost.Days;
using RoomTypes.Simulation.Hosts;

namespace RoomTypes.Cost.Reports;

/// <summary>Simulated days as JSON.</summary>
internal static class DayJson
{
    /// <summary>One object: backends, and settings where an objective was given.</summary>
    public static string Of(IReadOnlyList<SimulatedDay> days, IReadOnlyList<(string Backend, Recommendation? Settings)> found) => JsonSerializer.Serialize(
        new DayDocument(
            days[0].Plan.Stack, [.. days.Select(Told)],
            [.. found.Select(one => new RecommendedDocument(one.Backend, one.Settings?.Settings, one.Settings is { } settings ? Told(settings.Day) : null))]),
        DayJsonContext.Default.DayDocument);

    private static BackendDocument Told(SimulatedDay day) => new(
        day.Plan.Backend, day.Host.Vcpus, day.Host.Gigabytes, day.Day.Requests, Number(day.Day.Milliseconds(50)), Number(day.Day.Milliseconds(90)), Number(day.Day.Milliseconds(99)), Number(day.Day.Milliseconds(99.9)),
        day.Day.Share(Fate.Throttled), day.Day.Share(Fate.Refused), day.Day.Share(Fate.Started), day.Day.MeanRunning, day.Day.MostRunning, day.Idle, day.Cost.Monthly,
        [.. day.Day.Slices.Select(slice => new SliceDocument(slice.Minute, slice.Requests, slice.Refused, Number(slice.P99Milliseconds), slice.Running))]);

    private static double? Number(double value) => double.IsNaN(value) ? null : value;
}

/// <summary>All of it.</summary>
internal sealed record DayDocument(string Stack, IReadOnlyList<BackendDocument> Backends, IReadOnlyList<RecommendedDocument> Recommended);

/// <summary>A backend's day: times in milliseconds, shares from 0 to 1, USD a month.</summary>
internal sealed record BackendDocument(
    string Backend, double Vcpus, double Gigabytes, long Requests, double? P50, double? P90, double? P99, double? P999, double Throttled, double Refused, double Started,
    double MeanRunning, int MostRunning, double? Idle, double MonthlyUsd, IReadOnlyList<SliceDocument> FiveMinutes);

/// <summary>Five minutes.</summary>
internal sealed record SliceDocument(int Minute, long Requests, long Refused, double? P99, int Running);

/// <summary>What meets the objective; null for nothing.</summary>
internal sealed record RecommendedDocument(string Backend, IReadOnlyDictionary<string, string>? Settings, BackendDocument? Day);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(DayDocument))]
internal sealed partial class DayJsonContext : JsonSerializerContext;
