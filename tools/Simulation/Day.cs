using HdrHistogram;
using RoomTypes.Simulation.Asked;
using RoomTypes.Simulation.Hosts;

namespace RoomTypes.Simulation;

/// <summary>Five minutes of a simulation.</summary>
/// <param name="Minute">When they begin.</param>
/// <param name="Requests">That came.</param>
/// <param name="Refused">Of them, those that got 429.</param>
/// <param name="P99Milliseconds">Of those answered; NaN for none.</param>
/// <param name="Running">Containers or environments at their end.</param>
public sealed record Slice(int Minute, long Requests, long Refused, double P99Milliseconds, int Running);

/// <summary>What a day comes to: requests shown to a fleet in the order of their times.</summary>
public sealed class Day
{
    private const int SliceSeconds = 300;
    private const long MostMicroseconds = 3_600_000_000;
    private readonly LongHistogram _times = new(1, MostMicroseconds, 3);
    private readonly long[] _fates = new long[Enum.GetValues<Fate>().Length];
    private readonly List<Slice> _slices = [];
    private double _worked;
    private double _available;

    /// <summary>Requests that came.</summary>
    public long Requests => _fates.Sum();

    /// <summary>The part of all requests with a fate; 0 to 1.</summary>
    public double Share(Fate fate) => Requests == 0 ? 0 : (double)_fates[(int)fate] / Requests;

    /// <summary>The part that got 429; 0 to 1.</summary>
    public double Refused => Share(Fate.Throttled) + Share(Fate.Refused);

    /// <summary>Containers or environments that ran on average, those that started among them.</summary>
    public double MeanRunning { get; private set; }

    /// <summary>The most that ran.</summary>
    public int MostRunning { get; private set; }

    /// <summary>The part of what ran that worked on nothing; 0 to 1.</summary>
    public double Idle => _available > 0 ? Math.Max(0, 1 - (_worked / _available)) : 1;

    /// <summary>By five minutes.</summary>
    public IReadOnlyList<Slice> Slices => _slices;

    /// <summary>The time of an answer that a part of them is under, in milliseconds; NaN for none.</summary>
    /// <param name="percent">0 to 100.</param>
    public double Milliseconds(double percent) => _times.TotalCount == 0 ? double.NaN : _times.GetValueAtPercentile(percent) / 1000.0;

    /// <summary>Simulates.</summary>
    /// <param name="arrivals">When requests come, in seconds, rising.</param>
    /// <param name="times">How long pictures take.</param>
    /// <param name="addedSeconds">What an answer takes beside its picture: reading, writing, the way.</param>
    /// <param name="fleet">What answers.</param>
    /// <param name="length">Seconds.</param>
    /// <param name="seed">Of the pictures.</param>
    public static Day Simulate(IEnumerable<double> arrivals, PictureTimes times, double addedSeconds, IFleet fleet, double length, int seed)
    {
        // Of another seed than the arrivals': else long pictures would come after long gaps.
        var (day, random, slice, began) = (new Day(), new Random(~seed), new SliceOfDay(), 0);
        foreach (var now in arrivals)
        {
            for (; now >= (began + 1) * SliceSeconds; began++) day.End(slice, fleet, began);
            var work = times.Next(random);
            var outcome = fleet.Ask(now, work);
            day._fates[(int)outcome.Fate]++;
            slice.Requests++;
            if (outcome.Fate is Fate.Throttled or Fate.Refused)
            {
                slice.Refused++;
                continue;
            }

            day._worked += work;
            var microseconds = Math.Clamp((long)((outcome.Seconds + addedSeconds) * 1e6), 1, MostMicroseconds);
            day._times.RecordValue(microseconds);
            slice.Times.RecordValue(microseconds);
        }

        for (; (began + 1) * SliceSeconds <= length; began++) day.End(slice, fleet, began);
        fleet.Pass(length);
        day.MeanRunning = fleet.RunSeconds / length;
        day._available = fleet.RunSeconds * fleet.Workers;
        return day;
    }

    private void End(SliceOfDay slice, IFleet fleet, int number)
    {
        fleet.Pass((number + 1) * SliceSeconds);
        MostRunning = Math.Max(MostRunning, fleet.Running);
        _slices.Add(new(number * SliceSeconds / 60, slice.Requests, slice.Refused, slice.Times.TotalCount == 0 ? double.NaN : slice.Times.GetValueAtPercentile(99) / 1000.0, fleet.Running));
        (slice.Requests, slice.Refused) = (0, 0);
        slice.Times.Reset();
    }

    private sealed class SliceOfDay
    {
        public LongHistogram Times { get; } = new(1, MostMicroseconds, 2);

        public long Requests { get; set; }

        public long Refused { get; set; }
    }
}
