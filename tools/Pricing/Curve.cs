namespace RoomTypes.Pricing;

/// <summary>The service at one CPU limit.</summary>
/// <param name="Vcpus">The limit.</param>
/// <param name="PerSecond">Pictures a second at full load.</param>
/// <param name="AloneMilliseconds">The mean time of a picture while nothing else is asked.</param>
/// <param name="P99Milliseconds">The time of a picture at full load that one in a hundred is over.</param>
/// <param name="CpuMilliseconds">Processor time a picture at full load.</param>
/// <param name="PeakMegabytes">The highest resident memory.</param>
public sealed record Point(double Vcpus, double PerSecond, double AloneMilliseconds, double P99Milliseconds, double CpuMilliseconds, double PeakMegabytes)
{
    /// <summary>Times of pictures while nothing else is asked, in milliseconds, that lie equally close in their order; null where only the mean was kept.</summary>
    public IReadOnlyList<double>? AloneTimes { get; init; }
}

/// <summary>What the service does by CPU: measured points, straight lines between them, and the last point's rate by vCPU beyond.</summary>
/// <param name="points">At least one, of rising CPU.</param>
public sealed class Curve(IReadOnlyList<Point> points)
{
    /// <summary>The points.</summary>
    public IReadOnlyList<Point> Points => points;

    /// <summary>Whether so many vCPUs are more than were measured.</summary>
    public bool IsBeyond(double vcpus) => vcpus > points[^1].Vcpus;

    /// <summary>Pictures a second at full load.</summary>
    public double PerSecond(double vcpus) =>
        vcpus < points[0].Vcpus || IsBeyond(vcpus) ? Nearest(vcpus).PerSecond * vcpus / Nearest(vcpus).Vcpus : Between(vcpus, point => point.PerSecond);

    /// <summary>Seconds of a picture while nothing else is asked; beyond what was measured, more cores make it no faster.</summary>
    public double AloneSeconds(double vcpus) => (vcpus < points[0].Vcpus
        ? points[0].AloneMilliseconds * points[0].Vcpus / vcpus
        : 1 / Between(Math.Min(vcpus, points[^1].Vcpus), point => 1 / point.AloneMilliseconds)) / 1000;

    /// <summary>How times of pictures differ: those of the measured point that is the closest; null where it has none.</summary>
    public IReadOnlyList<double>? Spread(double vcpus) => points.Where(point => point.AloneTimes is { Count: > 0 }).MinBy(point => Math.Abs(Math.Log(point.Vcpus / vcpus)))?.AloneTimes;

    private Point Nearest(double vcpus) => IsBeyond(vcpus) ? points[^1] : points[0];

    private double Between(double vcpus, Func<Point, double> value)
    {
        var next = points.First(point => point.Vcpus >= vcpus);
        var last = points.Last(point => point.Vcpus <= vcpus);
        return next == last ? value(next) : value(last) + ((value(next) - value(last)) * (vcpus - last.Vcpus) / (next.Vcpus - last.Vcpus));
    }
}
