namespace RoomTypes.Events.Sql;

/// <summary>Writes of documents; parameters are numbered as SQLite has them.</summary>
internal static class DocumentSql
{
    /// <summary>Path, body.</summary>
    public const string Insert = "INSERT INTO document VALUES (?1, ?2, 1) ON CONFLICT DO NOTHING";

    /// <summary>Path, body, the version that was read.</summary>
    public const string Update = "UPDATE document SET body = ?2, version = version + 1 WHERE path = ?1 AND version = ?3";

    /// <summary>Path, the version that was read.</summary>
    public const string Delete = "DELETE FROM document WHERE path = ?1 AND version = ?2";
}

/// <summary>What retention deletes.</summary>
internal static class Retention
{
    /// <summary>The embeddings alone; one parameter, the time before which they go.</summary>
    public const string Embeddings = "DELETE FROM embedding WHERE at < ?1";

    /// <summary>One parameter: the time before which events go. Outcomes go with their predictions, or unjoined by their own age.</summary>
    public static readonly string[] Statements =
    [
        "DELETE FROM exposure WHERE at < ?1",
        Embeddings,
        "DELETE FROM feedback WHERE at < ?1",
        "DELETE FROM prediction WHERE at < ?1",
        "DELETE FROM metric WHERE at < ?1",
        "DELETE FROM shadow WHERE at < ?1",
        "DELETE FROM outcome WHERE COALESCE(predicted_at, at) < ?1",
        "DELETE FROM assignment WHERE last_at < ?1",
    ];
}
