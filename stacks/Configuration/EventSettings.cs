using System.Globalization;
using Pulumi;

namespace Stacks.Configuration;

/// <summary>Where feedback and exposures are kept.</summary>
public sealed record EventSettings
{
    /// <summary>Connections that one process of the service opens: one writes, others read results.</summary>
    internal const int ConnectionsOfAProcess = 4;

    /// <summary>The store that keeps nothing.</summary>
    internal const string None = "none";

    private const string Postgres = "postgres";
    private const string Lake = "lake";

    /// <summary>The store as the service names it: none, postgres or lake.</summary>
    public required string Store { get; init; }

    /// <summary>Whether they are kept at all.</summary>
    public bool Kept => Store != None;

    /// <summary>Whether predictions keep their embeddings, of which models are retrained and drift is told.</summary>
    public required bool Embeddings { get; init; }

    /// <summary>How to reach a database that is there already; null makes one.</summary>
    public Output<string>? ExistingDatabase { get; init; }

    /// <summary>Least capacity of the stack's own database in ACU, of 2 GiB each; 0: it pauses.</summary>
    public required double LeastAcu { get; init; }

    /// <summary>Most capacity in ACU.</summary>
    public required int MostAcu { get; init; }

    /// <summary>Instances over as many zones.</summary>
    public required int Instances { get; init; }

    /// <summary>Days that backups are kept.</summary>
    public required int BackupDays { get; init; }

    /// <summary>Whether a last snapshot stays when the database goes, or the lake's bucket.</summary>
    public required bool FinalSnapshot { get; init; }

    /// <summary>Days that a copy of every night stays in a vault; 0 for no vault.</summary>
    public required int VaultDays { get; init; }

    /// <summary>Days that events stay in the lake.</summary>
    public required int RetentionDays { get; init; }

    /// <summary>Whether the service itself asks Athena about the lake.</summary>
    public required bool AsksAthena { get; init; }

    /// <summary>GB that one question about the lake may read.</summary>
    public required int ScanGigabytes { get; init; }

    /// <summary>GB that all questions of a day may read before an alarm tells.</summary>
    public required int DailyGigabytes { get; init; }

    /// <summary>The key by which entities in the lake are named; null names them as they are.</summary>
    public Output<string>? PseudonymKey { get; init; }

    /// <summary>Whether they are objects of a bucket.</summary>
    internal bool IsLake => Store == Lake;

    /// <summary>Whether they are rows of a database, which is in the network.</summary>
    internal bool HasDatabase => Store == Postgres;

    /// <summary>Whether the database is one of the stack's own.</summary>
    internal bool HasOwnDatabase => HasDatabase && ExistingDatabase is null;

    /// <summary>Whether a program is told something that is a secret: how to reach a database that is there, or the key of names.</summary>
    internal bool HasSecret => HasDatabase ? ExistingDatabase is not null : IsLake && PseudonymKey is not null;

    /// <summary>Whether snapshots outlive the database, or objects the lake, and with them the key that they are encrypted with.</summary>
    internal bool OutlivesStack => (HasOwnDatabase && (FinalSnapshot || VaultDays > 0)) || (IsLake && FinalSnapshot);

    /// <summary>Connections that the database takes at its most capacity: at least 189 an ACU, and 2,000 where it can go down to half of one.</summary>
    /// <remarks>https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html#aurora-serverless-v2.max-connections</remarks>
    internal int MostConnections => Math.Min(189 * MostAcu, LeastAcu <= 0.5 ? 2_000 : 5_000);

    internal static EventSettings Read(ConfigReader reader) => new()
    {
        Store = reader.OneOf("events", Postgres, "Where feedback and exposures are kept, without which experiments have no results; postgres makes a database in the network, or takes eventsDatabase; lake makes a bucket that Athena answers questions about", None, Postgres, Lake),
        Embeddings = reader.Flag("eventsEmbeddings", false, "Predictions keep their embeddings for 30 days, of which models are retrained and drift is told each day, except in functions; with a pipeline they always do"),
        ExistingDatabase = reader.Secret("eventsDatabase", "Connection string of a PostgreSQL database that is there already and that the network reaches; empty makes one"),
        LeastAcu = double.TryParse(reader.OneOf("eventsMinAcu", "0", "Least capacity of the database in ACU, 2 GiB of memory and their CPU each, where 0 pauses it when nothing was asked for half an hour", "0", "0.5", "1", "2", "4", "8", "16"), CultureInfo.InvariantCulture, out var least) ? least : 0,
        MostAcu = reader.Between("eventsMaxAcu", 4, 1, 256, "Most capacity of the database in ACU"),
        Instances = reader.Between("eventsInstances", 1, 1, 3, "Instances of the database, of which another one takes over in a minute where the first fails, and a single one is made anew in ten"),
        BackupDays = reader.Between("eventsBackupDays", 7, 1, 35, "Days that the database can be restored to any second of"),
        FinalSnapshot = reader.Flag("eventsFinalSnapshot", true, "Whether a snapshot of the database, or the lake's bucket, stays when it goes, and the key with it"),
        VaultDays = reader.Between("eventsVaultDays", 0, 0, 3_650, "Days that a copy of the database of every night stays in a vault of AWS Backup, which with protect nobody empties before; 0 makes no vault"),
        RetentionDays = reader.Between("lakeRetentionDays", 400, 30, 3_650, "Days that events stay in the lake, and their former versions 7 days more; embeddings stay 30"),
        AsksAthena = reader.Flag("lakeAthena", true, "Whether the service itself asks Athena about the lake, for its page and results of experiments, which in a network takes an endpoint more; otherwise commands ask"),
        ScanGigabytes = reader.Between("lakeScanGigabytes", 10, 1, 10_000, "GB that one question about the lake may read before Athena ends it"),
        DailyGigabytes = reader.Between("lakeDailyGigabytes", 200, 1, 1_000_000, "GB that all questions about the lake may read in a day before an alarm tells"),
        PseudonymKey = reader.Secret("lakePseudonymKey", "Key of at least 32 characters by which entities in the lake are named by a keyed hash, and to be kept as long as the lake; empty names them as they are"),
    };
}
