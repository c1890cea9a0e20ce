using System.Diagnostics;
using System.Globalization;

namespace RoomTypes.Tests.Fuzz;

/// <summary>
/// How long a fuzz test goes on, and with which seeds: one that never changes; with FUZZ_MINUTES (./run fuzz) new ones for so long; with
/// FUZZ_SEED the one that a failure named.
/// </summary>
internal sealed class FuzzRun
{
    private static readonly double Minutes = double.TryParse(Environment.GetEnvironmentVariable("FUZZ_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : 0;
    private readonly long _ends;

    /// <param name="share">This test's part of the minutes.</param>
    public FuzzRun(double share) => _ends = Stopwatch.GetTimestamp() + (long)(Minutes * 60 * share * Stopwatch.Frequency);

    public int FirstSeed { get; } = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Minutes > 0 ? Random.Shared.Next() : 1;

    public bool IsOver => Stopwatch.GetTimestamp() >= _ends;
}
