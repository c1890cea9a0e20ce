using RoomTypes.Cost.Estimates;
using RoomTypes.Simulation.Asked;

namespace RoomTypes.Cost.Days;

/// <summary>The requests of a day, or of a recorded time.</summary>
internal sealed class Demand
{
    private const int HoursOfDay = 24;
    private const double SecondsOfHour = 3600;
    private readonly Func<IEnumerable<double>> _arrivals;

    private Demand(Func<IEnumerable<double>> arrivals, double length, double megabytes)
    {
        (_arrivals, Length) = (arrivals, length);
        var hours = new double[HoursOfDay];
        var (second, ofSecond) = (0, 0);
        foreach (var now in arrivals())
        {
            hours[(int)(now / SecondsOfHour) % HoursOfDay]++;
            ofSecond = (int)now == second ? ofSecond + 1 : 1;
            second = (int)now;
            MostInASecond = Math.Max(MostInASecond, ofSecond);
        }

        // What was recorded goes on like that: of it, only the mean is known.
        var isDay = length >= HoursOfDay * SecondsOfHour;
        Work = new Workload([.. hours.Select(count => isDay ? count / SecondsOfHour / Math.Ceiling(length / (HoursOfDay * SecondsOfHour)) : hours.Sum() / length)], megabytes);
        BusiestHour = Array.IndexOf(hours, hours.Max());
    }

    /// <summary>When requests come, in seconds, rising.</summary>
    public IEnumerable<double> Arrivals => _arrivals();

    /// <summary>Seconds of all.</summary>
    public double Length { get; }

    /// <summary>The most requests of any second.</summary>
    public int MostInASecond { get; private set; }

    /// <summary>What a month of such days asks.</summary>
    public Workload Work { get; }

    private int BusiestHour { get; }

    /// <summary>A day of an asked rate by hour.</summary>
    public static Demand Of(Workload work, IReadOnlyList<Bursts> bursts, int seed) => new(() => Simulation.Asked.Arrivals.OfDay(work.Hours, bursts, seed), Simulation.Asked.Arrivals.SecondsOfDay, work.Megabytes);

    /// <summary>Requests that were recorded.</summary>
    public static Demand Of(IReadOnlyList<double> recorded, double megabytes) => new(() => recorded, Math.Max(1, Math.Ceiling(recorded[^1])), megabytes);

    /// <summary>The busiest hour and the one before it: what sizes are tried on.</summary>
    public Demand Busiest()
    {
        var (from, to) = (Math.Max(0, BusiestHour - 1) * SecondsOfHour, Math.Min(Length, (BusiestHour + 1) * SecondsOfHour));
        return to - from >= Length ? this : new(() => Arrivals.SkipWhile(now => now < from).TakeWhile(now => now < to).Select(now => now - from), to - from, Work.Megabytes);
    }
}
