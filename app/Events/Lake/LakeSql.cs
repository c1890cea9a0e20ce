using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RoomTypes.Events.Lake;

/// <summary>A value that is no literal, such as the variable of whoever asks.</summary>
/// <param name="Sql">As it stands in the question.</param>
public sealed record LakeExpression(string Sql);

/// <summary>
/// Puts questions together from files. A file's first lines are comments: what it asks, what its dialect asks for, the files that it takes as
/// tables (<c>-- with:</c>) and the tables of the lake that it reads (<c>-- reads:</c>). Values stand where <c>@name</c> is.
/// </summary>
public static partial class LakeSql
{
    private const string Resources = "lake/";
    private static readonly ConcurrentDictionary<string, string> Files = [];

    /// <summary>A question of a file of the service.</summary>
    /// <param name="name">The file's name without extension.</param>
    /// <param name="values">Numbers and texts by name; more than are needed may be there.</param>
    /// <param name="tables">Files that stand for a table which others name.</param>
    public static LakeQuery Of(string name, IReadOnlyDictionary<string, object> values, params IReadOnlyList<(string Table, string File)> tables) =>
        OfText(Read(name), values, tables);

    /// <summary>A question in a file's text.</summary>
    /// <param name="text">The text, its first comments with it.</param>
    /// <param name="values">Numbers, texts and <see cref="LakeExpression"/> by name; more than are needed may be there.</param>
    /// <param name="own">The text of a table of the asker's own; null for one of the service's files.</param>
    public static LakeQuery OfText(string text, IReadOnlyDictionary<string, object> values, Func<string, string?> own) => OfText(text, values, [], own);

    private static LakeQuery OfText(string text, IReadOnlyDictionary<string, object> values, IReadOnlyList<(string Table, string File)> tables, Func<string, string?>? own = null)
    {
        var files = tables.ToDictionary(pair => pair.Table, pair => pair.File);
        var parts = new List<(string Table, string Sql)>();
        var kinds = new SortedSet<string>(Listed(text, "reads"), StringComparer.Ordinal);
        foreach (var table in Listed(text, "with")) Take(table);
        var sql = new StringBuilder();
        foreach (var (table, part) in parts) sql.Append(sql.Length == 0 ? "WITH " : ",\n").Append(table).Append(" AS (\n").Append(part).Append(')');
        if (sql.Length > 0) sql.Append('\n');
        return new(Fill(sql.Append(Body(text)).ToString(), values), kinds);

        void Take(string table)
        {
            if (parts.Exists(part => part.Table == table)) return;
            var file = own?.Invoke(table) ?? Read(files.GetValueOrDefault(table, table));
            kinds.UnionWith(Listed(file, "reads"));
            foreach (var inner in Listed(file, "with")) Take(inner);
            parts.Add((table, Body(file)));
        }
    }

    /// <summary>The names that text and files want values for.</summary>
    public static IReadOnlyCollection<string> Names(string sql) => [.. Name().Matches(Body(sql)).Select(match => match.Groups[1].Value).Distinct()];

    /// <summary>A value as both engines write it; texts know no escapes but the doubled quote.</summary>
    public static string Literal(object value) => value switch
    {
        string text => $"'{text.Replace("\0", "", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'",
        long or int => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        double number => number.ToString("E16", CultureInfo.InvariantCulture),
        LakeExpression expression => expression.Sql,
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "Texts and numbers have literals here."),
    };

    private static string Fill(string sql, IReadOnlyDictionary<string, object> values) => Name().Replace(sql, match => values.TryGetValue(match.Groups[1].Value, out var value)
        ? Literal(value)
        : throw new EventStoreException($"The question asks for a value of '{match.Groups[1].Value}'; there are {string.Join(", ", values.Keys.Order(StringComparer.Ordinal))}."));

    private static string Body(string text) => string.Concat(text.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal) && line.Length > 0).Select(line => $"{line}\n"));

    private static IEnumerable<string> Listed(string text, string head) => text.Split('\n')
        .Where(line => line.StartsWith($"-- {head}: ", StringComparison.Ordinal))
        .SelectMany(line => line[(head.Length + 5)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static string Read(string name) => Files.GetOrAdd(name, static name =>
    {
        using var stream = typeof(LakeSql).Assembly.GetManifestResourceStream($"{Resources}{name}.sql")
            ?? throw new ArgumentException($"There is no question or table '{name}'.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    [GeneratedRegex("@([a-z_]+)")]
    private static partial Regex Name();
}
