using System.Globalization;

namespace RoomTypes.Simulation.Asked;

/// <summary>When requests come, in seconds from the first midnight, rising.</summary>
public static class Arrivals
{
    /// <summary>Seconds of a day.</summary>
    public const int SecondsOfDay = 86_400;

    private const double SecondsOfHour = 3600;

    /// <summary>
    /// Requests of callers who know nothing of each other (a Poisson process), whose rate is that of each hour in its middle and goes straight
    /// from one to the next, and around midnight.
    /// </summary>
    /// <param name="hours">Requests a second in each hour, 24 of them.</param>
    /// <param name="bursts">Times of more; none without.</param>
    /// <param name="seed">The same seed, the same day.</param>
    public static IEnumerable<double> OfDay(IReadOnlyList<double> hours, IReadOnlyList<Bursts> bursts, int seed)
    {
        var factors = bursts.Select((burst, number) => burst.Factors(SecondsOfDay, new Random(HashCode(seed, number + 1)))).ToList();
        return Poisson(second => factors.Aggregate(Rate(hours, second), (rate, factor) => rate * factor[second]), SecondsOfDay, seed);
    }

    /// <summary>Requests at a rate that is steady within each second.</summary>
    /// <param name="rate">Requests a second in each second.</param>
    /// <param name="length">Seconds.</param>
    /// <param name="seed">The same seed, the same requests.</param>
    public static IEnumerable<double> Poisson(Func<int, double> rate, int length, int seed)
    {
        var random = new Random(seed);
        // What is left until the next one, in requests to be expected.
        var left = Next();
        for (var second = 0; second < length; second++)
        {
            var (each, at) = (rate(second), 0.0);
            while (each > 0 && left <= (1 - at) * each)
            {
                at += left / each;
                yield return second + at;
                left = Next();
            }

            left -= Math.Max(0, 1 - at) * each;
        }

        double Next() => -Math.Log(1 - random.NextDouble());
    }

    /// <summary>Requests as a file has them: a line each, in seconds or as a time such as 2026-11-29T08:00:00.250Z; blank lines and what follows # do not count.</summary>
    /// <returns>Seconds since the first, rising.</returns>
    /// <exception cref="SimulationException">It cannot be read, or says what cannot be.</exception>
    public static IReadOnlyList<double> Trace(string file)
    {
        try
        {
            var times = File.ReadLines(file).Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).Select(line => Time(file, line)).Order().ToList();
            return times.Count > 0 ? [.. times.Select(time => time - times[0])] : throw new SimulationException($"--trace {file} has no request.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SimulationException($"--trace {file} cannot be read: {exception.Message}");
        }
    }

    private static double Time(string file, string line)
    {
        if (double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds)) return seconds;
        return DateTimeOffset.TryParse(line, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcTicks / (double)TimeSpan.TicksPerSecond
            : throw new SimulationException($"--trace {file} has '{line}'; allowed are seconds, or times such as 2026-11-29T08:00:00.250Z.");
    }

    private static double Rate(IReadOnlyList<double> hours, int second)
    {
        var middles = (second / SecondsOfHour) - 0.5;
        var (before, part) = ((int)Math.Floor(middles), middles - Math.Floor(middles));
        return (At(before) * (1 - part)) + (At(before + 1) * part);

        double At(int hour) => hours[(hour + hours.Count) % hours.Count];
    }

    // Not of System.HashCode, which differs from process to process.
    private static int HashCode(int seed, int number) => unchecked((seed * 397) ^ number);
}
