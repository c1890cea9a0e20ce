using System.Globalization;

namespace RoomTypes.Cost.Estimates;

/// <summary>What is asked of the service: one picture a request.</summary>
/// <param name="Hours">Requests a second in each hour of a day, 24 of them.</param>
/// <param name="Megabytes">Of a request, on average.</param>
public sealed record Workload(IReadOnlyList<double> Hours, double Megabytes)
{
    /// <summary>Hours of a month, as AWS's calculator counts them.</summary>
    public const double HoursOfMonth = 730;

    /// <summary>The mean of the sample pictures of tests/Fixtures/samples, which robots' 640 x 480 JPEGs are like.</summary>
    public const double UsualMegabytes = 0.045;

    private const double Most = 1_000_000;
    private const double SecondsOfDay = 86_400;

    /// <summary>Nothing is asked.</summary>
    public static Workload None { get; } = new([.. Enumerable.Repeat(0.0, 24)], UsualMegabytes);

    /// <summary>Requests a second, over the day.</summary>
    public double Mean => Hours.Average();

    /// <summary>Requests a second in the busiest hour.</summary>
    public double Peak => Hours.Max();

    /// <summary>Requests of a month.</summary>
    public double Requests => Mean * 3600 * HoursOfMonth;

    /// <summary>GB of a month that come in.</summary>
    public double Gigabytes => Requests * Megabytes / 1024;

    /// <summary>The same number all day.</summary>
    /// <exception cref="CostException">It is none over 0, or over a million.</exception>
    public static Workload Steady(double rps, double megabytes) => rps is > 0 and <= Most
        ? new([.. Enumerable.Repeat(rps, 24)], Size(megabytes))
        : throw new CostException($"--rps is '{rps.ToString(CultureInfo.InvariantCulture)}'; allowed is a number over 0, up to {Most:0}.");

    /// <summary>A fleet, as robots x pictures: how many robots, each with how many pictures a day.</summary>
    /// <exception cref="CostException">It is written otherwise.</exception>
    public static Workload Fleet(string fleet, double megabytes)
    {
        var parts = fleet.Split('x', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && double.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var robots) && double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var pictures)
            && robots * pictures / SecondsOfDay is > 0 and <= Most and var rps
                ? Steady(rps, megabytes)
                : throw new CostException($"--fleet is '{fleet}'; allowed is ROBOTSxPICTURES, such as 1000x40: robots, and pictures of each a day.");
    }

    /// <summary>A day as a file has it: a line an hour, 24 of them, each requests a second; blank lines and what follows # do not count.</summary>
    /// <exception cref="CostException">It cannot be read, or says what cannot be.</exception>
    public static Workload Day(string file, double megabytes)
    {
        string[] lines;
        try
        {
            lines = [.. File.ReadLines(file).Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CostException($"--day {file} cannot be read: {exception.Message}");
        }

        if (lines.Length != 24) throw new CostException($"--day {file} has {lines.Length} numbers; allowed are 24: requests a second in each hour of the day.");
        var hours = lines.Select(line => double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= Most
            ? rate
            : throw new CostException($"--day {file} has '{line}'; allowed are numbers from 0 to {Most:0}.")).ToList();
        return hours.Sum() > 0 ? new Workload(hours, Size(megabytes)) : throw new CostException($"--day {file} asks nothing; at least one number has to be over 0.");
    }

    private static double Size(double megabytes) => megabytes is > 0 and <= 10
        ? megabytes
        : throw new CostException($"--mb is '{megabytes.ToString(CultureInfo.InvariantCulture)}'; allowed is a number over 0, up to 10, which is what API Gateway takes.");
}
