using System.Text;
using System.Text.RegularExpressions;
using Pulumi;
using Pulumi.Aws.Athena;

namespace Stacks.Events.Lake;

/// <summary>Questions about the last 30 days that are there in Athena's console: the service's key figures, and the figures of kpis/, put together from the same files.</summary>
internal static partial class NamedQueries
{
    private const string KeyFigures = "kpi";
    private const string Figures = "kpis/";
    private const string Days = "30";

    // What stands for the values that programs give; a figure that wants others is left to them.
    private static readonly Dictionary<string, string> Values = new()
    {
        ["first_day"] = $"date_format(current_date - INTERVAL '{Days}' DAY, '%Y-%m-%d')",
        ["last_day"] = "date_format(current_date, '%Y-%m-%d')",
        ["from"] = $"CAST(1000 * to_unixtime(current_timestamp - INTERVAL '{Days}' DAY) AS BIGINT)",
        ["until"] = "CAST(1000 * to_unixtime(current_timestamp) AS BIGINT)",
        ["by_day"] = "1",
        ["by_model"] = "1",
        ["by_variation"] = "1",
        ["by_room_type"] = "1",
        ["by_firmware"] = "0",
        ["by_site"] = "0",
    };

    private static readonly Dictionary<string, string> Files = Read();

    /// <summary>Their files' names.</summary>
    public static IReadOnlyList<string> Names => [KeyFigures, .. Files.Keys.Where(name => name.StartsWith(Figures, StringComparison.Ordinal) && Placeholder().Matches(Compose(name)).All(match => Values.ContainsKey(match.Groups[1].Value))).Order(StringComparer.Ordinal)];

    public static void Create(Workgroup workgroup, Resource parent)
    {
        foreach (var name in Names)
        {
            var title = name[(name.LastIndexOf('/') + 1)..].Replace('_', '-');
            _ = new NamedQuery(
                title,
                new NamedQueryArgs
                {
                    Name = title,
                    Description = Files[name].Split('\n')[0]["-- ".Length..],
                    Database = LakeTables.Database,
                    Workgroup = workgroup.Name,
                    Query = Placeholder().Replace(Compose(name), match => Values[match.Groups[1].Value]),
                },
                new CustomResourceOptions { Parent = parent });
        }
    }

    /// <summary>A question with the files that it takes as tables, as the service puts it together (LakeSql); a test holds both equal.</summary>
    internal static string Compose(string name)
    {
        var parts = new List<(string Table, string Sql)>();
        foreach (var table in With(Files[name]))
            Take(table);
        var sql = new StringBuilder();
        foreach (var (table, part) in parts)
            sql.Append(sql.Length == 0 ? "WITH " : ",\n").Append(table).Append(" AS (\n").Append(part).Append(')');
        if (sql.Length > 0)
            sql.Append('\n');
        return sql.Append(Body(Files[name])).ToString();

        void Take(string table)
        {
            if (parts.Exists(part => part.Table == table))
                return;
            foreach (var inner in With(Files[table]))
                Take(inner);
            parts.Add((table, Body(Files[table])));
        }
    }

    private static IEnumerable<string> With(string text) => text.Split('\n').Where(line => line.StartsWith("-- with: ", StringComparison.Ordinal))
        .SelectMany(line => line["-- with: ".Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static string Body(string text) => string.Concat(text.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal) && line.Length > 0).Select(line => $"{line}\n"));

    // The service's own by their names; figures by kpis/ and theirs.
    private static Dictionary<string, string> Read()
    {
        const string Head = "sql/";
        var assembly = typeof(NamedQueries).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Head, StringComparison.Ordinal)).ToDictionary(name => name[Head.Length..], name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        });
    }

    [GeneratedRegex("@([a-z_]+)")]
    private static partial Regex Placeholder();
}
