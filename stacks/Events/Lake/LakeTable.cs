namespace Stacks.Events.Lake;

/// <summary>A kind of events as a table of AWS Glue. The service writes the columns (app/Events/Lake/LakeTable.cs); a test holds both equal.</summary>
/// <param name="Kind">The table's name, and the value of <c>kind</c> in the paths of its objects.</param>
/// <param name="Columns">Names and Hive's types, in the order of the file.</param>
internal sealed record LakeTable(string Kind, IReadOnlyList<(string Name, string Type)> Columns)
{
    /// <summary>The table that has days of its own.</summary>
    public const string Embeddings = "embedding";

    private const string Text = "string";
    private const string Whole = "bigint";
    private const string Number = "double";
    private const string Bytes = "binary";

    /// <summary>Every table.</summary>
    public static IReadOnlyList<LakeTable> All { get; } =
    [
        Of("exposure", ("experiment", Text), ("feature", Text), ("variation", Text), ("reason", Text), ("attributes", Text)),
        Of(
            "prediction",
            ("request_id", Text), ("mission_id", Text), ("room_id", Text), ("model", Text), ("variation", Text), ("room_type", Text),
            ("confidence", Number), ("unknown_score", Number), ("images", Whole), ("milliseconds", Number)),
        Of("feedback", ("prediction_id", Text), ("room_type", Text)),
        Of("metric", ("name", Text), ("value", Number), ("prediction_id", Text)),
        Of("shadow", ("shadow", Text), ("model", Text), ("room_type", Text), ("confidence", Number), ("milliseconds", Number), ("answered_milliseconds", Number)),
        Of(Embeddings, ("model", Text), ("vector", Bytes), ("brightness", Number), ("sharpness", Number), ("megapixels", Number)),
    ];

    private static LakeTable Of(string kind, params (string Name, string Type)[] own) =>
        new(kind, [("id", Text), ("time_ms", Whole), ("entity_id", Text), .. own, ("written_us", Whole)]);
}
