using System.Globalization;

namespace Stacks.Configuration;

/// <summary>Limits that alarms watch, who is told, and what the stack may cost.</summary>
public sealed record AlarmSettings
{
    /// <summary>Who is told.</summary>
    public required IReadOnlyList<string> Emails { get; init; }

    /// <summary>Failed requests in percent.</summary>
    public required int ErrorPercent { get; init; }

    /// <summary>The slowest hundredth of the requests in milliseconds.</summary>
    public required int LatencyP99Ms { get; init; }

    /// <summary>Requests in percent that are meant to succeed over 30 days.</summary>
    public required double AvailabilityObjective { get; init; }

    /// <summary>Requests in percent that are meant to take no longer than <see cref="LatencyP99Ms"/> over 30 days.</summary>
    public required double LatencyObjective { get; init; }

    /// <summary>CPU, memory or concurrency in use, in percent.</summary>
    public required int SaturationPercent { get; init; }

    /// <summary>Minutes without a request that are a fault; 0: none.</summary>
    public required int QuietMinutes { get; init; }

    /// <summary>What a month may cost in USD.</summary>
    public required int BudgetUsd { get; init; }

    internal static AlarmSettings Read(ConfigReader reader) => new()
    {
        Emails = reader.List("alarmEmails", [], "Who is told of alarms and of the budget", Forms.Email, "addresses"),
        ErrorPercent = reader.Between("alarmErrorPercent", 2, 1, 100, "Failed requests in percent that raise an alarm"),
        LatencyP99Ms = reader.Between("alarmLatencyP99Ms", 2_000, 10, 29_000, "Milliseconds that only a hundredth of the requests may take longer than"),
        AvailabilityObjective = Percent(reader.OneOf("availabilityObjective", "99.5", "Percent of the requests that are meant to succeed over 30 days", "99", "99.5", "99.9")),
        LatencyObjective = Percent(reader.OneOf("latencyObjective", "99", "Percent of the requests that are meant to take no longer than alarmLatencyP99Ms over 30 days", "95", "99", "99.5")),
        SaturationPercent = reader.Between("alarmSaturationPercent", 85, 50, 100, "CPU, memory or concurrency in use, in percent, that raises an alarm"),
        QuietMinutes = reader.Between("alarmQuietMinutes", 0, 0, 1_440, "Minutes without a request that raise an alarm, where 0 never does"),
        BudgetUsd = reader.Between("budgetUsd", 200, 1, 1_000_000, "What the stack may cost a month in USD, by its tags"),
    };

    // What is no number is a fault that the reader knows already.
    private static double Percent(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var percent) ? percent : 0;
}
