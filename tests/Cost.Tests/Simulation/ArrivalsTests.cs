using RoomTypes.Simulation;
using RoomTypes.Simulation.Asked;

namespace Cost.Tests.Simulation;

public class ArrivalsTests
{
    [Fact]
    public void Poisson_AtARate_HasItsMeanAndItsVariance()
    {
        var seconds = Counts(Arrivals.Poisson(_ => 7, 50_000, 1), 50_000);

        Assert.InRange(seconds.Average(), 6.9, 7.1);
        Assert.InRange(seconds.Average(count => (count - 7.0) * (count - 7.0)), 6.8, 7.2);
    }

    [Fact]
    public void OfDay_OneHourOnly_RisesAndFallsAroundItsMiddle()
    {
        var hours = new double[24];
        hours[0] = 10;
        var counts = Counts(Arrivals.OfDay(hours, [], 1), Arrivals.SecondsOfDay).Chunk(1_800).Select(half => half.Sum()).ToList();

        Assert.Equal(36_000, counts.Sum(), 1_000.0);
        // From the middle of the hour before midnight to the middle of the one after it.
        Assert.All([0, 1, 2, 47], half => Assert.InRange(counts[half], 1, 18_000));
        Assert.All(Enumerable.Range(3, 44), half => Assert.Equal(0, counts[half]));
    }

    [Fact]
    public void OfDay_WithBursts_HasThatMuchMore()
    {
        var steady = Enumerable.Repeat(5.0, 24).ToList();
        var requests = Arrivals.OfDay(steady, [new(10, 60, 100)], 3).Count();

        // 100 times 60 seconds at ten times the rate, where they do not meet.
        Assert.InRange(requests, 5 * 86_400 * 1.3, 5 * 86_400 * 1.9);
        Assert.Equal(requests, Arrivals.OfDay(steady, [new(10, 60, 100)], 3).Count());
        Assert.NotEqual(requests, Arrivals.OfDay(steady, [new(10, 60, 100)], 4).Count());
    }

    [Fact]
    public void Trace_OfTimesAndSeconds_CountsFromTheFirst()
    {
        Assert.Equal([0, 1.5, 4], Arrivals.Trace(FileOf("# recorded\n2026-11-29T08:00:01.5Z\n\n2026-11-29T08:00:00Z\n2026-11-29T09:00:04+01:00 # later\n")).Select(second => Math.Round(second, 3)));
        Assert.Equal([0, 2], Arrivals.Trace(FileOf("12\n10\n")));
    }

    [Theory]
    [InlineData("", "has no request")]
    [InlineData("yesterday-ish", "has 'yesterday-ish'; allowed are seconds")]
    [InlineData("NaN", "has 'NaN'")]
    public void Trace_OfWhatIsNone_SaysWhatIsAllowed(string text, string why)
    {
        Assert.Contains(why, Assert.Throws<SimulationException>(() => Arrivals.Trace(FileOf(text))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<SimulationException>(() => Arrivals.Trace("nowhere")).Message, StringComparison.Ordinal);
    }

    private static int[] Counts(IEnumerable<double> arrivals, int seconds)
    {
        var (counts, last) = (new int[seconds], 0.0);
        foreach (var now in arrivals)
        {
            Assert.True(now >= last);
            last = now;
            counts[(int)now]++;
        }

        return counts;
    }

    private static string FileOf(string text)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("room-type-trace-").FullName, "trace.txt");
        File.WriteAllText(file, text);
        return file;
    }
}
