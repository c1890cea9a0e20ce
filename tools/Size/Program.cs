using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using RoomTypes.Pricing;
using RoomTypes.Size;
using Spectre.Console;

const int Failed = 2;

var program = new Argument<string>("PROGRAM") { Description = "The published service; ./run size publishes it" };
var rps = new Option<double?>("--rps") { Description = "Pictures a second that are wanted, for how many it takes and what a month costs" };
var seconds = new Option<double>("--seconds") { Description = "Length of each load; there are three at each size", DefaultValueFactory = _ => 4 };
var prices = new Option<string>("--prices") { Description = "List prices; default: prices/us-east-1.json", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "prices", "us-east-1.json") };
var json = new Option<bool>("--json") { Description = "Print one JSON object and no tables" };
var command = new RootCommand("Measures the service at several CPU limits of this machine and tells what each size of a host does and costs.") { program, rps, seconds, prices, json };
command.SetAction(async (arguments, cancellation) =>
{
    try
    {
        var wanted = arguments.GetValue(rps) is not { } rate || rate is > 0 and <= 1_000_000 ? arguments.GetValue(rps) : throw new SizeException($"--rps is '{arguments.GetValue(rps)}'; allowed is a number over 0, up to 1000000.");
        var length = arguments.GetValue(seconds) is >= 0.1 and <= 600 and var told ? TimeSpan.FromSeconds(told) : throw new SizeException($"--seconds is '{arguments.GetValue(seconds)}'; allowed is 0.1 to 600.");
        var listed = PriceList.Read(arguments.GetRequiredValue(prices));
        using var client = new HttpClient();
        var pictures = Directory.GetFiles(Path.Combine("tests", "Fixtures", "samples"), "*.jpg").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        var measurer = new Measurer(client, arguments.GetRequiredValue(program), pictures, length);
        var points = new List<Point>();
        foreach (var vcpus in Measurer.Limits(Environment.ProcessorCount, CpuLimit.HasGroups)) points.Add(await measurer.MeasureAsync(vcpus, cancellation));
        var sizing = Sizing.Of(new Curve(points), listed, RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(), Machine(), wanted);
        if (arguments.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(sizing, SizeJson.Default.Sizing));
        else Report.Write(AnsiConsole.Console, sizing);
        return 0;
    }
    catch (Exception exception) when (exception is SizeException or PriceException)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return Failed;
    }
});
return await command.Parse(args).InvokeAsync();

static string Machine() => File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "this machine";
