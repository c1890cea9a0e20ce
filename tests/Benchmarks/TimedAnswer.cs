using System.Text.Json;
using Hosting.Tests.Http;

namespace RoomTypes.Benchmarks;

/// <summary>An answer and how long it took.</summary>
/// <param name="Status">200 for a recognised picture.</param>
/// <param name="Seconds">From when its request was sent.</param>
/// <param name="HasRetryAfter">Whether it says when to come again.</param>
/// <param name="AddedMilliseconds">What it took beside waiting for a worker, decoding and inference; 0 where it is no 200.</param>
internal readonly record struct TimedAnswer(int Status, double Seconds, bool HasRetryAfter, double AddedMilliseconds)
{
    public static TimedAnswer Of(HttpAnswer answer, double seconds) => new(
        answer.Status, seconds, answer.Headers.Contains("retry-after:", StringComparison.OrdinalIgnoreCase), answer.Status == 200 ? Added(answer.Body, seconds * 1000) : 0);

    private static double Added(string body, double milliseconds)
    {
        using var document = JsonDocument.Parse(body);
        var timings = document.RootElement.GetProperty("timings");
        return milliseconds - new[] { "queueMs", "decodeMs", "inferMs" }.Sum(name => timings.GetProperty(name).GetDouble());
    }
}
