using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Pricing;

namespace RoomTypes.Size;

/// <summary>A host at one size.</summary>
/// <param name="Host">Lambda, Fargate, EKS, EC2 or SageMaker.</param>
/// <param name="Name">What it is called there.</param>
/// <param name="Vcpus">Its CPU.</param>
/// <param name="Gigabytes">Its memory.</param>
/// <param name="PerSecond">Pictures a second, one a request, that one of it answers at full load.</param>
/// <param name="IsBeyondMeasured">Whether that is told from smaller sizes.</param>
/// <param name="HasMemory">Whether the measured memory and a quarter more fit.</param>
/// <param name="PerMillion">USD for a million pictures: of what is called, or of what runs all the time at its usual load.</param>
/// <param name="Count">How many run at the wanted rate; null if none was named.</param>
/// <param name="PerMonth">USD a month at the wanted rate, of compute alone.</param>
public sealed record Row(
    string Host, string Name, double Vcpus, double Gigabytes, double PerSecond, bool IsBeyondMeasured, bool HasMemory, double PerMillion, int? Count, double? PerMonth);

/// <summary>What was measured and what it makes of each size.</summary>
/// <param name="Machine">The processor measured on.</param>
/// <param name="Processor">x64 or arm64, by which prices are taken.</param>
/// <param name="Prices">Region and date of the prices.</param>
/// <param name="Points">What was measured.</param>
/// <param name="Rows">The sizes.</param>
public sealed record Sizing(string Machine, string Processor, string Prices, IReadOnlyList<Point> Points, IReadOnlyList<Row> Rows)
{
    /// <summary>Of what runs all the time, the part of full load that it is kept at: what scales at 50% CPU is between 50 and 70.</summary>
    public const double UsualLoad = 0.6;

    private const double SecondsOfHour = 3600;
    private const double HoursOfMonth = 730;
    private const double Million = 1e6;
    private const double SparedMemory = 1.25;
    private static readonly int[] LambdaMegabytes = [512, 1_024, 1_769, 3_008];
    private static readonly int[] EndpointMegabytes = [1_024, 2_048, 3_072, 4_096, 6_144];
    private const string Request = "lambda/request";
    private static readonly (double Vcpus, double Gigabytes)[] Tasks = [(0.25, 0.5), (0.5, 1), (1, 2), (2, 4), (4, 8), (8, 16), (16, 32)];
    private const double NodeGigabytesPerVcpu = 2;
    private static readonly Dictionary<string, string> Families = new() { ["x64"] = "c7i", ["arm64"] = "c7g" };
    private static readonly double[] PodVcpus = [0.5, 1, 2, 4];

    /// <summary>Every size with what it does and costs.</summary>
    /// <param name="curve">What was measured.</param>
    /// <param name="prices">What things cost.</param>
    /// <param name="processor">x64 or arm64.</param>
    /// <param name="machine">The processor measured on.</param>
    /// <param name="rps">The wanted pictures a second, or null.</param>
    /// <exception cref="PriceException">There is no price for the processor.</exception>
    public static Sizing Of(Curve curve, PriceList prices, string processor, string machine, double? rps)
    {
        var (second, vcpu, gigabyte, node) = (Usd("lambda/gb-second"), Usd("fargate/vcpu-hour"), Usd("fargate/gb-hour"), Usd("ec2/vcpu-hour"));
        var most = curve.Points.Max(point => point.PeakMegabytes) * SparedMemory / 1024;
        return new Sizing(machine, processor, $"{prices.Region}, {prices.Dates}", curve.Points,
        [
            .. LambdaMegabytes.Select(megabytes => Function("Lambda", prices[Request].Usd, second, megabytes, curve, most, rps)),
            .. Tasks.Select(task => Running("Fargate", $"{task.Vcpus:0.##} vCPU", task.Vcpus, task.Gigabytes, (task.Vcpus * vcpu) + (task.Gigabytes * gigabyte), curve, most, rps)),
            .. PodVcpus.Select(vcpus => Running("EKS", $"{Families[processor]} pod", vcpus, vcpus * NodeGigabytesPerVcpu, vcpus * node, curve, most, rps)),
            .. Machines("EC2", "ec2/instance-hour/", Families[processor]),
            .. Machines("SageMaker", "sagemaker/instance-hour/", $"ml.{Families[processor]}"),
            // Without instances an endpoint runs on x64 alone.
            .. (processor == "x64" ? EndpointMegabytes : []).Select(megabytes => Function("SageMaker", 0, prices["sagemaker/serverless-gb-second"].Usd, megabytes, curve, most, rps)),
        ]);

        double Usd(string key) => prices[$"{key}/{processor}"].Usd;

        IEnumerable<Row> Machines(string host, string key, string family) => prices.Prices.Values
            .Where(price => price.Key.StartsWith($"{key}{family}.", StringComparison.Ordinal)).Select(price => (Type: price.Key[key.Length..], price.Usd)).OrderBy(machine => machine.Usd)
            .Select(machine => Running(host, machine.Type, InstanceTypes.Vcpus(machine.Type), InstanceTypes.Gigabytes(machine.Type), machine.Usd, curve, most, rps));
    }

    // An environment answers one request at a time and is paid for as long as it does, by the millisecond.
    private static Row Function(string host, double request, double second, int megabytes, Curve curve, double most, double? rps)
    {
        var (vcpus, gigabytes) = (FunctionMemory.Vcpus(megabytes), megabytes / 1024.0);
        var seconds = Math.Ceiling(curve.AloneSeconds(vcpus) * 1000) / 1000;
        var each = (seconds * gigabytes * second) + request;
        return new Row(
            host, $"{megabytes} MB", vcpus, gigabytes, 1 / curve.AloneSeconds(vcpus), curve.IsBeyond(vcpus), most <= gigabytes, each * Million,
            rps is { } rate ? (int)Math.Ceiling(rate * seconds) : null, rps * HoursOfMonth * SecondsOfHour * each);
    }

    private static Row Running(string host, string name, double vcpus, double gigabytes, double hour, Curve curve, double most, double? rps)
    {
        var rate = curve.PerSecond(vcpus);
        int? count = rps is { } wanted ? (int)Math.Ceiling(wanted / (rate * UsualLoad)) : null;
        return new Row(host, name, vcpus, gigabytes, rate, curve.IsBeyond(vcpus), most <= gigabytes, hour / (rate * UsualLoad * SecondsOfHour) * Million, count, count * hour * HoursOfMonth);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Sizing))]
internal sealed partial class SizeJson : JsonSerializerContext;
