using System.Diagnostics;
using System.Security.Cryptography;

namespace RoomTypes.Tracking;

/// <summary>A run between its begin and its record.</summary>
/// <param name="command">evaluate or retrain.</param>
/// <param name="time">The clock.</param>
public sealed class RunInProgress(string command, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The record of it, as it ends now.</summary>
    /// <param name="model">The model that was measured or made, name@version.</param>
    /// <param name="parameters">What it was done with.</param>
    /// <param name="metrics">What came out; what is not a number is left out.</param>
    public RunRecord End(string model, IEnumerable<KeyValuePair<string, string>> parameters, IEnumerable<KeyValuePair<string, double>> metrics) => new()
    {
        Id = $"{_started.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}",
        Command = command,
        Started = _started,
        Seconds = Math.Round(Stopwatch.GetElapsedTime(_start).TotalSeconds, 3),
        Model = model,
        Parameters = new SortedDictionary<string, string>(parameters.ToDictionary(), StringComparer.Ordinal),
        Metrics = new SortedDictionary<string, double>(metrics.Where(metric => double.IsFinite(metric.Value)).ToDictionary(), StringComparer.Ordinal),
        Artifacts = new Dictionary<string, string>(),
        Revision = Machine.Revision,
        Environment = Machine.Describe(),
    };
}
