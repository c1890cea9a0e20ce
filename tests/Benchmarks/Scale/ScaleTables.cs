using System.Globalization;
using RoomTypes.Pricing;

namespace RoomTypes.Benchmarks.Scale;

/// <summary>The tables of docs/scale.md.</summary>
public static class ScaleTables
{
    /// <summary>Heads of the table of a day.</summary>
    public static readonly string[] DayHeads = ["a day of 10^9 pictures", "number", "made of"];

    /// <summary>Heads of the table of costs.</summary>
    public static readonly string[] CostHeads = ["part", "USD a month", "USD a million pictures", "made of"];

    /// <summary>Heads of the table of limits.</summary>
    public static readonly string[] LimitHeads = ["met first", "default", "asked", "times the default", "what is raised, and how"];

    /// <summary>What one day asks.</summary>
    public static IEnumerable<string[]> Day(ScaleDay day) =>
    [
        ["requests a second: mean, peak", $"{Whole(day.Mean)}, {Whole(day.Peak)}", $"{Whole(day.Pictures)} / 86,400; {ScaleDay.PeakOverMean} times that"],
        ["TB that come in; Gbit/s at the peak", $"{Tenths(day.Terabytes)}; {Tenths(day.PeakGigabits)}", $"{ScaleDay.MegabytesOfPicture * 1000} kB a picture"],
        ["containers of 2 vCPUs: mean, peak", $"{Whole(Math.Ceiling(day.MeanContainers))}, {Whole(day.PeakContainers)}", $"{Whole(day.Curve.PerSecond(ScaleDay.VcpusOfContainer))} pictures a second at {Whole(ScaleDay.Utilisation * 100)} % of it"],
        ["busy Lambda environments of 1,769 MB at the peak", Whole(day.PeakEnvironments), $"{Tenths(day.Curve.AloneSeconds(ScaleDay.VcpusOfEnvironment) * 1000)} ms a picture"],
        ["events", Whole(day.Events), $"a prediction a picture, feedback on {Whole(ScaleDay.Judged * 100)} %"],
        ["objects that containers write; at the peak a second", $"{Whole(day.ContainerObjects)}; {Tenths(day.ContainerObjects / 86_400 * ScaleDay.PeakOverMean)}", $"every {ScaleDay.SecondsOfObject} s or {Whole(ScaleDay.EventsOfObject)} events of a container"],
        ["objects that Lambda writes", Whole(day.Pictures), "each request's events before its process is frozen"],
        ["objects once compacted", Whole(day.CompactedObjects), $"{Whole(ScaleDay.RowsOfCompacted)} rows of an hour"],
        ["GB once compacted; before", $"{Tenths(day.GigabytesOfDay)}; {Tenths(day.Events * ScaleDay.BytesWritten / 1e9)}", $"{ScaleDay.BytesCompacted} and {ScaleDay.BytesWritten} bytes an event"],
        ["hours of compaction on the benchmark's 2 cores", Tenths(day.CompactionHours), $"{ScaleDay.CompactionSeconds} s for 10^7 events"],
        [$"partitions of a table in {ScaleDay.DaysKept} days", Whole(24 * ScaleDay.DaysKept), "hours; projected, so none is kept in a catalogue"],
        ["processes' threads that write events, of all containers", Tenths(day.Events / 86_400 / ScaleDay.WrittenPerSecond), $"{Whole(ScaleDay.WrittenPerSecond)} events a second by one"],
    ];

    /// <summary>What a month costs, by part; hosts exclude each other.</summary>
    public static IEnumerable<string[]> Costs(ScaleDay day)
    {
        var month = day.Pictures * ScaleDay.Days;
        var hours = day.MeanContainers * ScaleDay.Days * 24;
        var kept = day.GigabytesOfDay * ScaleDay.DaysKept;
        return
        [
            Cost("gateway (REST API)", day.Usd("apigateway/rest-request", month), "a request a picture"),
            Cost("host: Lambda, arm64", day.Usd("lambda/gb-second/arm64", month * day.Curve.AloneSeconds(ScaleDay.VcpusOfEnvironment) * ScaleDay.GigabytesOfEnvironment) + day.Usd("lambda/request", month), "GB-seconds and requests; times were measured on x64"),
            Cost("host: Fargate, arm64", hours * ((ScaleDay.VcpusOfContainer * day.Usd("fargate/vcpu-hour/arm64", 1)) + (ScaleDay.GigabytesOfContainer * day.Usd("fargate/gb-hour/arm64", 1))), $"{Whole(Math.Ceiling(day.MeanContainers))} containers of 2 vCPUs and 4 GB on average"),
            Cost("host: EC2 or EKS' nodes, c7g", hours * ScaleDay.VcpusOfContainer * day.Usd("ec2/vcpu-hour/arm64", 1), "the same vCPUs by the hour"),
            Cost("host: SageMaker, ml.c7g.large", (hours * day.Usd("sagemaker/instance-hour/ml.c7g.large", 1)) + day.Usd("sagemaker/data-gb", month * ScaleDay.MegabytesOfPicture / 1000), "as many instances; most of it are the GB that come in"),
            Cost("events: objects written by containers", day.Usd("s3/put", (day.ContainerObjects + day.CompactedObjects) * ScaleDay.Days), "PUT requests, compaction's too"),
            Cost("events: objects written by Lambda", day.Usd("s3/put", month), "a PUT a request"),
            Cost($"events: {ScaleDay.DaysKept} days kept", day.Usd("s3/gb-month", kept), $"{Whole(kept)} GB once full"),
            Cost("dashboards by Athena", day.Usd("athena/gb-scanned", ScaleDay.QuestionsOfDay * ScaleDay.Days * day.GigabytesOfDay), $"{ScaleDay.QuestionsOfDay} questions a day that read a day whole, at most"),
        ];

        string[] Cost(string part, double usd, string how) => [part, Whole(usd), (usd / month * 1e6).ToString("N3", CultureInfo.InvariantCulture), how];
    }

    /// <summary>Limits by default, and how far they are passed, the farthest first.</summary>
    public static IEnumerable<string[]> Limits(ScaleDay day) => ScaleLimit.Of(day).OrderByDescending(limit => limit.Times)
        .Select(limit => new[] { limit.Name, limit.Source is null ? Whole(limit.Default) : $"[{Whole(limit.Default)}]({limit.Source})", Whole(limit.Asked), limit.Times.ToString("N2", CultureInfo.InvariantCulture), limit.How });

    /// <summary>The tables as the benchmark prints them.</summary>
    public static IEnumerable<string> Run()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RoomTypeInfra.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} lies in no repository.");
        var day = Of(Path.Combine(folder, "prices"));
        return Lines(DayHeads, Day(day)).Append("").Concat(Lines(CostHeads, Costs(day))).Append("").Concat(Lines(LimitHeads, Limits(day)));
    }

    /// <summary>The day by a folder's prices and measured times.</summary>
    public static ScaleDay Of(string prices) => new(Measurement.Read(Path.Combine(prices, "measured", "curves.json"))["x64"].Curve(), PriceList.Of("us-east-1", prices));

    private static IEnumerable<string> Lines(string[] heads, IEnumerable<string[]> rows) => [$"| {string.Join(" | ", heads)} |", $"|{string.Concat(heads.Select(_ => "---|"))}", .. rows.Select(row => $"| {string.Join(" | ", row)} |")];

    private static string Whole(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Tenths(double number) => number.ToString("N1", CultureInfo.InvariantCulture);
}
