using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Rendering;
using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.Events.Sql;
using RoomTypes.EventsTool.Kpis;
using RoomTypes.Hosting;
using RoomTypes.Lakes;

namespace RoomTypes.EventsTool;

/// <summary>./run events query: a key figure of docs/kpis.md.</summary>
internal static class QueryCommand
{
    private const int Days = 30;

    public static Command Make()
    {
        var kpi = new Argument<string>("KPI") { Description = string.Join(", ", KpiFiles.All.Select(kpi => kpi.Name)) };
        var to = new Option<DateOnly>("--to") { Description = "The last day, UTC; today if absent", DefaultValueFactory = _ => DateOnly.FromDateTime(DateTime.UtcNow), CustomParser = Day };
        var from = new Option<DateOnly?>("--from") { Description = $"The first day, for example 2026-11-01; {Days - 1} days before the last if absent", CustomParser = result => Day(result) };
        var by = new Option<string>("--by") { Description = $"What to tell apart, of {string.Join(",", Kpi.Dimensions)}; day,model if absent, with --robots also firmware,site" };
        var robots = new Option<string?>("--robots") { Description = "A table with entity_id, firmware and site: a file .csv or .parquet, or the name of a table that the database or Athena has" };
        var price = new Option<double?>("--price") { Description = "USD that a picture costs, for cost_per_mission" };
        var json = new Option<bool>("--json") { Description = "JSON lines" };
        var csv = new Option<bool>("--csv") { Description = "CSV" };
        var chart = new Option<string?>("--chart") { Description = "Where to write the figure by day as an SVG, with a line for each of what else is told apart" };
        var command = new Command("query", "Asks for a key figure (docs/kpis.md): a lake by DuckDB or, with RoomType__Events__AthenaDatabase, by Athena, and the databases themselves.") { kpi, from, to, by, robots, price, json, csv, chart };
        command.SetAction((arguments, cancellation) => Failures.GuardAsync(async options =>
        {
            var last = arguments.GetValue(to);
            var first = arguments.GetValue(from) ?? last.AddDays(1 - Days);
            if (first > last) throw new EventStoreException($"--from is {first:O} and --to is {last:O}; the first day cannot be after the last.");
            if (arguments.GetValue(json) && arguments.GetValue(csv)) throw new EventStoreException("--json and --csv exclude each other.");
            if (arguments.GetValue(price) is { } told && !(told >= 0 && double.IsFinite(told))) throw new EventStoreException($"--price is {told}; allowed is a number from 0 on.");
            var question = new KpiQuestion(KpiFiles.Find(arguments.GetRequiredValue(kpi)), first, last, ByOf(arguments.GetValue(by), arguments.GetValue(robots))) { Price = arguments.GetValue(price) };
            var path = arguments.GetValue(chart);
            if (path is not null && !question.By.Contains("day")) throw new EventStoreException("--chart draws days: --by has to have day.");
            var answer = await AskAsync(options, question, arguments.GetValue(robots), cancellation);
            Write(answer, arguments.GetValue(json), arguments.GetValue(csv));
            if (path is not null) await ChartFile.WriteAsync(path, KpiChart.Draw(question, answer), cancellation);
        }));
        return command;
    }

    /// <summary>Has the store of the settings answer.</summary>
    internal static async Task<KpiAnswer> AskAsync(ServiceOptions options, KpiQuestion question, string? robots, CancellationToken cancellationToken)
    {
        if (options.Events.Store == EventStoreKind.Lake)
        {
            var files = ServiceStore.OpenLake(options);
            await using var engine = ServiceStore.EngineOf(options, files);
            return await AskAsync(engine, KpiDialect.Lake, question, robots, cancellationToken);
        }

        await using var store = ServiceStore.Open(options);
        var dialect = options.Events.Store == EventStoreKind.Sqlite ? KpiDialect.Sqlite : KpiDialect.Postgres;
        return await AskAsync(new DatabaseEngine((IDatabase)store), dialect, question, robots, cancellationToken);
    }

    private static async Task<KpiAnswer> AskAsync(ILakeEngine engine, KpiDialect dialect, KpiQuestion question, string? robots, CancellationToken cancellationToken)
    {
        if (robots is null) return await KpiAnswer.ReadAsync(engine, question.In(dialect), question, cancellationToken);
        if (!Robots.IsFile(robots)) return await ReadAsync(engine, Robots.OfTable(robots));
        if (engine is not DuckDbEngine duck) return await ReadAsync(engine, await Robots.WrittenOutAsync(robots, cancellationToken));
        var (preparation, sql) = await Robots.OfFileAsync(robots, cancellationToken);
        return await ReadAsync(duck.With(preparation), sql);

        Task<KpiAnswer> ReadAsync(ILakeEngine asked, string table)
        {
            var joined = question with { Robots = table };
            return KpiAnswer.ReadAsync(asked, joined.In(dialect), joined, cancellationToken);
        }
    }

    private static IReadOnlyCollection<string> ByOf(string? by, string? robots)
    {
        var asked = by is null
            ? robots is null ? ["day", "model"] : ["day", "model", "firmware", "site"]
            : by.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(asked, name => !Kpi.Dimensions.Contains(name)) is { } wrong)
            throw new EventStoreException($"--by has '{wrong}'; allowed are {string.Join(", ", Kpi.Dimensions)}.");
        if (robots is null && asked.Any(name => name is "firmware" or "site")) throw new EventStoreException("--by firmware or site needs --robots, which says them.");
        return [.. asked.Distinct()];
    }

    private static void Write(KpiAnswer answer, bool json, bool csv)
    {
        if (json)
        {
            using var output = Console.OpenStandardOutput();
            answer.WriteJson(output);
        }
        else if (csv)
        {
            answer.WriteCsv(Console.Out);
        }
        else
        {
            answer.WriteTable(Console.Out);
        }
    }

    private static DateOnly Day(ArgumentResult result)
    {
        if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        result.AddError($"'{result.Tokens[0].Value}' is no day; allowed is for example 2026-11-01.");
        return default;
    }
}
