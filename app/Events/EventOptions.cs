using RoomTypes.Aws;
using RoomTypes.Configuration;
using RoomTypes.Storage;

namespace RoomTypes.Events;

/// <summary>Where events are kept.</summary>
public enum EventStoreKind
{
    /// <summary>Nowhere: no feedback, no results.</summary>
    None,

    /// <summary>In a file of this machine.</summary>
    Sqlite,

    /// <summary>In a PostgreSQL database that several hosts share.</summary>
    Postgres,

    /// <summary>In objects of a bucket or a folder that any number of hosts share.</summary>
    Lake,
}

/// <summary>The event store and its queue.</summary>
public sealed record EventOptions
{
    /// <summary>For a user without a home: where the state of programs lies (Filesystem Hierarchy Standard).</summary>
    private const string SystemFolder = "/var/lib";

    private const int ShortestKey = 32;

    /// <summary>Where events are kept: nowhere, in one file, in a database that hosts share, or as Parquet objects in a bucket (docs/events.md).</summary>
    /// <value>Default <c>sqlite</c> (<c>none</c> in the image).</value>
    public required EventStoreKind Store { get; init; }

    /// <summary>The file of sqlite, on a disk that stays.</summary>
    /// <value>Default <c>room-type/events.db</c> in the user's folder for application data; a path.</value>
    public required string File { get; init; }

    /// <summary>How to reach postgres.</summary>
    /// <value>Default none; as Npgsql takes it, for example <c>Host=db;Database=rooms;Username=rooms;Password=...</c>.</value>
    public string? ConnectionString { get; init; }

    /// <summary>The secret in AWS Secrets Manager that has the password of postgres in its field <c>password</c>, as RDS keeps and rotates it.</summary>
    /// <value>Default none, where the connection string has the password or needs none; the ARN of a secret.</value>
    public string? PasswordSecret { get; init; }

    /// <summary>Where the objects of lake lie.</summary>
    /// <value>Default none; s3://bucket, s3://bucket/prefix or a folder.</value>
    public string? Lake { get; init; }

    /// <summary>Seconds that events of lake which nobody waits for may wait for company, so that objects are few; what is waited for is written at once. Lambda functions write after each request.</summary>
    /// <value>Default 30; 1 to 900.</value>
    public int LakeSeconds { get; init; } = 30;

    /// <summary>The folder, on a disk that stays, where objects wait while the lake cannot be reached; what is there counts as kept.</summary>
    /// <value>Default <c>room-type/spool</c> in the user's folder for application data, none on Lambda; a path, or none: feedback is then refused meanwhile.</value>
    public string? Spool { get; init; }

    /// <summary>Megabytes that may wait there; then feedback is refused, and other events wait in memory.</summary>
    /// <value>Default 256; 1 to 100,000.</value>
    public int SpoolMegabytes { get; init; } = 256;

    /// <summary>The key by which entities in lake are named by a keyed hash; whoever asks about one must have it. A secret: from a secret store, of at least 128 random bits, and kept, or the same entity has two names.</summary>
    /// <value>Default none: entities have their names; at least 32 characters.</value>
    public string? PseudonymKey { get; init; }

    /// <summary>The database of AWS Glue whose tables are those of lake, for the service to answer questions by Amazon Athena; without, other programs ask (docs/events.md).</summary>
    /// <value>Default none; a name of 1 to 255 of a-z 0-9 _.</value>
    public string? AthenaDatabase { get; init; }

    /// <summary>The workgroup of Athena that says where results are kept and how much a question may scan.</summary>
    /// <value>Default none: Athena's own, primary; a name of 1 to 128 of A-Z a-z 0-9 . _ -.</value>
    public string? AthenaWorkgroup { get; init; }

    /// <summary>Days that events are kept; in a bucket the rules of its lifecycle say so instead.</summary>
    /// <value>Default 400; 1 to 3,650.</value>
    public required int RetentionDays { get; init; }

    /// <summary>Events that may wait to be written; further ones are dropped and counted.</summary>
    /// <value>Default 65,536; 1,024 to 10,000,000.</value>
    public required int QueueCapacity { get; init; }

    /// <summary>Milliseconds that events may wait for company before they are written together.</summary>
    /// <value>Default 100; 0 to 10,000.</value>
    public required int FlushMilliseconds { get; init; }

    /// <summary>
    /// Whether each prediction keeps the mean of its pictures' embeddings, of which a model can be retrained and drift be told (docs/learning.md);
    /// none where an answer came from the cache. A waiting event then takes 2.6 KB more.
    /// </summary>
    /// <value>Default false; true or false.</value>
    public bool Embeddings { get; init; }

    /// <summary>Days that embeddings are kept, at most as long as events.</summary>
    /// <value>Default 30; 1 to 3,650.</value>
    public int EmbeddingDays { get; init; } = 30;

    /// <summary>Hours between two looks at the drift of each served model, where embeddings are kept: one process looks, and the log and the metrics tell. With 0 nobody looks, nor do Lambda functions.</summary>
    /// <value>Default 24; 0 to 720.</value>
    public int DriftHours { get; init; } = 24;

    /// <summary>Whether the service itself is answered what it asks of its events.</summary>
    internal bool CanBeRead => Store is EventStoreKind.Sqlite or EventStoreKind.Postgres || (Store == EventStoreKind.Lake && AthenaDatabase is not null);

    /// <summary>Whether state that is no event is kept fast enough to be asked for with each request.</summary>
    internal bool HasTables => Store is EventStoreKind.Sqlite or EventStoreKind.Postgres;

    internal static EventOptions Read(SettingReader reader)
    {
        var options = new EventOptions
        {
            Store = reader.Text("Events:Store", null, text => Parse(text) is not null, "none, sqlite, postgres or lake") is { } store
                ? Parse(store) ?? EventStoreKind.None
                : EventStoreKind.Sqlite,
            File = Path.GetFullPath(reader.Text("Events:File", null, _ => true, "") ?? DefaultPath("events.db")),
            ConnectionString = reader.Text("Events:ConnectionString", null, _ => true, ""),
            PasswordSecret = reader.Text("Events:PasswordSecret", null, SecretsManager.IsArn, "the ARN of a secret"),
            Lake = reader.Text("Events:Lake", null, text => !text.Contains("://", StringComparison.Ordinal) || S3Address.TryParse(text, out _), "s3://bucket, s3://bucket/prefix or a folder"),
            LakeSeconds = reader.Number("Events:LakeSeconds", 30, 1, 900, "seconds"),
            Spool = SpoolOf(reader.Text("Events:Spool", null, _ => true, "")),
            SpoolMegabytes = reader.Number("Events:SpoolMegabytes", 256, 1, 100_000, "megabytes"),
            PseudonymKey = reader.Secret("Events:PseudonymKey", text => text.Length >= ShortestKey, $"at least {ShortestKey} characters"),
            AthenaDatabase = reader.Text("Events:AthenaDatabase", null, IsDatabase, "a name of 1 to 255 of a-z 0-9 _"),
            AthenaWorkgroup = reader.Text("Events:AthenaWorkgroup", null, IsWorkgroup, "a name of 1 to 128 of A-Z a-z 0-9 . _ -"),
            RetentionDays = reader.Number("Events:RetentionDays", 400, 1, 3_650, "days"),
            QueueCapacity = reader.Number("Events:QueueCapacity", 65_536, 1_024, 10_000_000, "events"),
            FlushMilliseconds = reader.Number("Events:FlushMilliseconds", 100, 0, 10_000, "milliseconds"),
            Embeddings = reader.Flag("Events:Embeddings", false),
            EmbeddingDays = reader.Number("Events:EmbeddingDays", 30, 1, 3_650, "days"),
            DriftHours = reader.Number("Events:DriftHours", 24, 0, 720, "hours"),
        };
        reader.Require(
            options.Store != EventStoreKind.Postgres || options.ConnectionString is not null,
            $"{SettingReader.Section}:Events:Store is 'postgres' but {SettingReader.Section}:Events:ConnectionString is missing: "
            + "set it, for example to 'Host=db;Database=rooms;Username=rooms;Password=...'.");
        reader.Require(
            options.Store != EventStoreKind.Lake || options.Lake is not null,
            $"{SettingReader.Section}:Events:Store is 'lake' but {SettingReader.Section}:Events:Lake is missing: set it to s3://bucket/prefix or a folder.");
        return options;
    }

    // Also where the folder is not there yet: without "do not verify" its name would be empty, and the file lie in the working folder.
    private static string DefaultPath(string name)
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(Path.IsPathRooted(folder) ? folder : SystemFolder, "room-type", name);
    }

    // A function's disk goes with its environment, which may be never thawed.
    private static string? SpoolOf(string? text) => text switch
    {
        "none" => null,
        null => Platform.IsLambda ? null : DefaultPath("spool"),
        _ => Path.GetFullPath(text),
    };

    private static bool IsDatabase(string text) => text.Length is > 0 and <= 255 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    private static bool IsWorkgroup(string text) => text.Length is > 0 and <= 128 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static EventStoreKind? Parse(string text) => text.ToUpperInvariant() switch
    {
        "NONE" => EventStoreKind.None,
        "SQLITE" => EventStoreKind.Sqlite,
        "POSTGRES" => EventStoreKind.Postgres,
        "LAKE" => EventStoreKind.Lake,
        _ => null,
    };
}
