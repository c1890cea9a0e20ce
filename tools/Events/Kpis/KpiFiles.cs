using RoomTypes.Events;

namespace RoomTypes.EventsTool.Kpis;

/// <summary>Whose words a question is in: the lake's engines share theirs, the databases' tables have other names.</summary>
internal enum KpiDialect
{
    /// <summary>DuckDB and Athena, over a lake.</summary>
    Lake,

    /// <summary>SQLite.</summary>
    Sqlite,

    /// <summary>PostgreSQL.</summary>
    Postgres,
}

/// <summary>The files of kpis/, which this program carries.</summary>
internal static class KpiFiles
{
    private const string Resources = "kpi/";

    /// <summary>Every key figure, by name.</summary>
    public static IReadOnlyList<Kpi> All { get; } = [.. typeof(KpiFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Resources, StringComparison.Ordinal) && !name[Resources.Length..].Contains('/'))
        .Order(StringComparer.Ordinal)
        .Select(name => new Kpi(name[Resources.Length..^".sql".Length], Read(name)!))];

    /// <summary>The key figure of that name.</summary>
    /// <exception cref="EventStoreException">There is none.</exception>
    public static Kpi Find(string name) => All.FirstOrDefault(kpi => kpi.Name == name)
        ?? throw new EventStoreException($"There is no key figure '{name}'; there are {string.Join(", ", All.Select(kpi => kpi.Name))}.");

    /// <summary>The text of a table that figures are made of: the dialect's own, else one for all; null where the lake's own is meant.</summary>
    public static string? Table(string name, KpiDialect dialect) => Places(dialect).Select(place => Read($"{Resources}tables/{place}{name}.sql")).FirstOrDefault(text => text is not null);

    private static string[] Places(KpiDialect dialect) => dialect switch
    {
        KpiDialect.Sqlite => ["sqlite/", "database/", ""],
        KpiDialect.Postgres => ["postgres/", "database/", ""],
        _ => [""],
    };

    private static string? Read(string name)
    {
        using var stream = typeof(KpiFiles).Assembly.GetManifestResourceStream(name);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
