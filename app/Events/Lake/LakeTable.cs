namespace RoomTypes.Events.Lake;

/// <summary>A column of a table of the lake; one of the readers is there.</summary>
/// <param name="Name">As queries name it.</param>
/// <param name="IsOptional">Whether rows may lack a value.</param>
internal sealed record LakeColumn(string Name, bool IsOptional)
{
    /// <summary>Reads a text.</summary>
    public Func<EventRecord, string?>? Text { get; init; }

    /// <summary>Reads a whole number.</summary>
    public Func<EventRecord, long>? Whole { get; init; }

    /// <summary>Reads a number.</summary>
    public Func<EventRecord, double?>? Number { get; init; }

    /// <summary>Reads bytes.</summary>
    public Func<EventRecord, byte[]>? Bytes { get; init; }

    /// <summary>The type in SQL, of DuckDB and of Athena.</summary>
    public string SqlType => Text is not null ? "VARCHAR" : Bytes is not null ? "VARBINARY" : Number is not null ? "DOUBLE" : "BIGINT";
}

/// <summary>A kind of events as a table. Its last column, <see cref="Written"/>, is the store's own.</summary>
/// <param name="Kind">The table's name, and the value of <c>kind</c> in the paths of its objects.</param>
/// <param name="Columns">In the order of the file.</param>
internal sealed record LakeTable(string Kind, IReadOnlyList<LakeColumn> Columns)
{
    /// <summary>Of the columns below. A change adds columns that may be absent, and counts up; old objects keep theirs.</summary>
    public const int SchemaVersion = 2;

    /// <summary>When a process wrote the row, in microseconds since 1970, later for each row of a process: of rows with the same id the first counts.</summary>
    public const string Written = "written_us";

    /// <summary>The embeddings of predictions, which have a life of their own.</summary>
    public const string Embeddings = "embedding";

    private static readonly LakeTable Exposures = Of<Exposure>("exposure",
        Text<Exposure>("experiment", record => record.Experiment), Text<Exposure>("feature", record => record.Feature),
        Text<Exposure>("variation", record => record.Variation), Text<Exposure>("reason", record => record.Reason),
        Text<Exposure>("attributes", record => record.Attributes, isOptional: true));

    private static readonly LakeTable Predictions = Of<Prediction>("prediction",
        Text<Prediction>("request_id", record => record.RequestId), Text<Prediction>("mission_id", record => record.MissionId),
        Text<Prediction>("room_id", record => record.RoomId), Text<Prediction>("model", record => record.Model),
        Text<Prediction>("variation", record => record.Variation), Text<Prediction>("room_type", record => record.RoomType),
        Number<Prediction>("confidence", record => record.Confidence), Number<Prediction>("unknown_score", record => record.UnknownScore, isOptional: true),
        Whole<Prediction>("images", record => record.ImageCount), Number<Prediction>("milliseconds", record => record.Milliseconds, isOptional: true));

    private static readonly LakeTable FeedbackTable = Of<Feedback>("feedback",
        Text<Feedback>("prediction_id", record => Id(record.PredictionId)), Text<Feedback>("room_type", record => record.RoomType));

    private static readonly LakeTable Metrics = Of<MetricEvent>("metric",
        Text<MetricEvent>("name", record => record.Name), Number<MetricEvent>("value", record => record.Value),
        Text<MetricEvent>("prediction_id", record => record.PredictionId is { } id ? Id(id) : null, isOptional: true));

    private static readonly LakeTable Shadows = Of<ShadowPrediction>("shadow",
        Text<ShadowPrediction>("shadow", record => record.Shadow), Text<ShadowPrediction>("model", record => record.Model),
        Text<ShadowPrediction>("room_type", record => record.RoomType), Number<ShadowPrediction>("confidence", record => record.Confidence),
        Number<ShadowPrediction>("milliseconds", record => record.Milliseconds),
        Number<ShadowPrediction>("answered_milliseconds", record => record.AnsweredMilliseconds));

    private static readonly LakeTable EmbeddingTable = Of<Prediction>(Embeddings,
        Text<Prediction>("model", record => record.Model),
        new LakeColumn("vector", false) { Bytes = record => System.Runtime.InteropServices.MemoryMarshal.AsBytes(((Prediction)record).Embedding.AsSpan()).ToArray() },
        Number<Prediction>("brightness", record => record.Quality?.Brightness, isOptional: true),
        Number<Prediction>("sharpness", record => record.Quality?.Sharpness, isOptional: true),
        Number<Prediction>("megapixels", record => record.Quality?.Megapixels, isOptional: true));

    /// <summary>Every table.</summary>
    public static IReadOnlyList<LakeTable> All { get; } = [Exposures, Predictions, FeedbackTable, Metrics, Shadows, EmbeddingTable];

    /// <summary>The tables that a record has a row in.</summary>
    public static IEnumerable<LakeTable> Of(EventRecord record) => record switch
    {
        Exposure => [Exposures],
        Prediction { Embedding: not null } => [Predictions, EmbeddingTable],
        Prediction => [Predictions],
        Feedback => [FeedbackTable],
        MetricEvent => [Metrics],
        ShadowPrediction => [Shadows],
        _ => throw new ArgumentOutOfRangeException(nameof(record), record.GetType(), null),
    };

    // Texts: not every engine reads Parquet's own type of UUIDs.
    private static string Id(Guid id) => id.ToString("D");

    private static LakeTable Of<T>(string kind, params LakeColumn[] own)
        where T : EventRecord => new(kind,
        [
            Text<T>("id", record => Id(record.Id)), Whole<T>("time_ms", record => record.Time.ToUnixTimeMilliseconds()), Text<T>("entity_id", record => record.EntityId), .. own,
        ]);

    private static LakeColumn Text<T>(string name, Func<T, string?> read, bool isOptional = false)
        where T : EventRecord => new(name, isOptional) { Text = record => read((T)record) };

    private static LakeColumn Whole<T>(string name, Func<T, long> read)
        where T : EventRecord => new(name, false) { Whole = record => read((T)record) };

    private static LakeColumn Number<T>(string name, Func<T, double?> read, bool isOptional = false)
        where T : EventRecord => new(name, isOptional) { Number = record => read((T)record) };
}
