using RoomTypes.Aws;
using RoomTypes.Configuration;

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
}

/// <summary>The event store and its queue.</summary>
public sealed record EventOptions
{
    /// <summary>For a user without a home: where the state of programs lies (Filesystem Hierarchy Standard).</summary>
    private const string SystemFolder = "/var/lib";

    /// <summary>Where events are kept: nowhere, in one file, or in a database that hosts share.</summary>
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

    /// <summary>Days that events are kept.</summary>
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

    internal static EventOptions Read(SettingReader reader)
    {
        var options = new EventOptions
        {
            Store = reader.Text("Events:Store", null, text => Parse(text) is not null, "none, sqlite or postgres") is { } store
                ? Parse(store) ?? EventStoreKind.None
                : EventStoreKind.Sqlite,
            File = Path.GetFullPath(reader.Text("Events:File", null, _ => true, "") ?? DefaultFile()),
            ConnectionString = reader.Text("Events:ConnectionString", null, _ => true, ""),
            PasswordSecret = reader.Text("Events:PasswordSecret", null, SecretsManager.IsArn, "the ARN of a secret"),
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
        return options;
    }

    // Also where the folder is not there yet: without "do not verify" its name would be empty, and the file lie in the working folder.
    private static string DefaultFile()
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(Path.IsPathRooted(folder) ? folder : SystemFolder, "room-type", "events.db");
    }

    private static EventStoreKind? Parse(string text) => text.ToUpperInvariant() switch
    {
        "NONE" => EventStoreKind.None,
        "SQLITE" => EventStoreKind.Sqlite,
        "POSTGRES" => EventStoreKind.Postgres,
        _ => null,
    };
}
