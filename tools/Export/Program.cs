using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using RoomTypes.Configuration;
using RoomTypes.Events;
using RoomTypes.Export;
using RoomTypes.Hosting;
using RoomTypes.Lakes;

var format = new Option<string>("--format") { Description = "jsonl, csv, or with --kpi also table", DefaultValueFactory = _ => "" };
format.AcceptOnlyFromAmong("jsonl", "csv", "table");
var kind = new Option<string>("--kind") { Description = "Only exposures, predictions, feedback, metrics or shadows; CSV needs one of them" };
kind.AcceptOnlyFromAmong("exposures", "predictions", "feedback", "metrics", "shadows");
var kpi = new Option<bool>("--kpi") { Description = "Key figures by day, model, variation and room type instead of events" };
var from = new Option<DateTimeOffset>("--from") { Description = "The first time, for example 2026-11-01 (UTC)", DefaultValueFactory = _ => DateTimeOffset.UnixEpoch, CustomParser = Time };
var until = new Option<DateTimeOffset>("--until") { Description = "The time before which it ends; now if absent", DefaultValueFactory = _ => DateTimeOffset.UtcNow, CustomParser = Time };
var command = new RootCommand("Writes events of the event store to the standard output. The store is that of the service: RoomType__Events__Store and so on.")
{
    format, kind, kpi, from, until,
};
command.SetAction((arguments, cancellationToken) => RunAsync(
    arguments.GetValue(format)!, arguments.GetValue(kind), arguments.GetValue(kpi), arguments.GetValue(from), arguments.GetValue(until), cancellationToken));
return await command.Parse(args).InvokeAsync();

static async Task<int> RunAsync(string format, string? kind, bool kpi, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
{
    try
    {
        var options = ServiceOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        if (!kpi && format == "table") return Fail("Events have no table; use --format jsonl or csv, or --kpi.");
        if (!kpi && format == "csv" && kind is null) return Fail("CSV has columns of one kind: add --kind exposures, predictions, feedback, metrics or shadows.");
        await using var store = ServiceStore.Open(options);
        await using var output = Console.OpenStandardOutput();
        if (kpi) await KpiExport.WriteAsync(store.ReadKpiAsync(from, until, cancellationToken), format, output);
        else if (format == "csv") await CsvExport.WriteAsync(store.ReadEventsAsync(from, until, cancellationToken), kind!, output);
        else await JsonLines.WriteAsync(JsonLines.OfKind(store.ReadEventsAsync(from, until, cancellationToken), kind), output);
        return 0;
    }
    catch (Exception exception) when (exception is EventStoreException or InvalidSettingsException)
    {
        return Fail(exception.Message);
    }
    catch (IOException)
    {
        // Whoever read the output has seen enough, as head does.
        return 0;
    }
}

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 2;
}

static DateTimeOffset Time(System.CommandLine.Parsing.ArgumentResult result)
{
    if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
    result.AddError($"'{result.Tokens[0].Value}' is no time; allowed is for example 2026-11-01 or 2026-11-01T12:00:00Z.");
    return default;
}
