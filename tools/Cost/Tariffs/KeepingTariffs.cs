using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Hosts;
using RoomTypes.Cost.Plans;

namespace RoomTypes.Cost.Tariffs;

/// <summary>What is kept: keys, objects, images, events, copies of them, answers, flags; and what learns from them.</summary>
internal static class KeepingTariffs
{
    private const double LeastAcu = 0.5;
    // ElastiCache's pricing page: Valkey's least, and an ECPU a KB of a request.
    private const double LeastCacheGigabytes = 0.1;
    private const double UnitsOfLookup = 2;
    private const double LogFilesOfMinute = 3.0 / 5;
    private const double DaysOfMonth = 30.4;
    private const double LeastScanned = 0.01;

    /// <summary>A key, and what is asked of it.</summary>
    public static IEnumerable<Component> Key(Planned _, Situation at) => [at.Of(Parts.Keys, "keys", "kms/key-month", 1), at.Of(Parts.Keys, "requests", "kms/request", 20_000)];

    /// <summary>A bucket: the load balancer's logs are what grows, and the events of a lake.</summary>
    public static IEnumerable<Component> Bucket(Planned bucket, Situation at) => bucket.Name switch
    {
        "events-lake" => Lake(at),
        var name when name.Contains("logs", StringComparison.Ordinal) =>
            [at.Of(Parts.Storage, "objects", "s3/gb-month", at.Work.Requests * 0.1 / (1 << 20)), at.Of(Parts.Storage, "writes", "s3/put", LogFilesOfMinute * Situation.Minutes)],
        _ => [at.Of(Parts.Storage, "objects", "s3/gb-month", Assumptions.QuietGigabytes)],
    };

    /// <summary>A workgroup of Athena: what its questions read, at least 10 MB each.</summary>
    public static IEnumerable<Component> Questions(Planned _, Situation at) =>
    [
        at.Of(
            Parts.Database, "read by questions", "athena/gb-scanned",
            Assumptions.Questions.Number * Math.Max(LeastScanned, at.Work.Requests * Assumptions.LakeGigabytes * Assumptions.Questions.Days / DaysOfMonth / 2)),
    ];

    // A function writes an object for each request, and one for its exposure; others wait for company.
    private static IEnumerable<Component> Lake(Situation at)
    {
        var days = at.Plan.Of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").First(lifecycle => lifecycle.Name == "events-lake").Number("rules", "0", "expiration", "days");
        var waiting = at.Host is ContainerHost host ? at.Running(host) * Assumptions.LakeObjects * Situation.Minutes * 2 : at.Work.Requests * 2;
        yield return at.Of(Parts.Database, "events of all days kept", "s3/gb-month", at.Work.Requests * Assumptions.LakeGigabytes * (days ?? DaysOfMonth) / DaysOfMonth);
        yield return at.Of(Parts.Database, "objects of events", "s3/put", Math.Min(waiting, at.Work.Requests * 2));
    }

    /// <summary>A repository of images.</summary>
    public static IEnumerable<Component> Repository(Planned _, Situation at) => [at.Of(Parts.Storage, "images", "ecr/gb-month", Assumptions.ImageGigabytes)];

    /// <summary>The database: a month's events, what backups take beyond the first day's, the secret that it makes.</summary>
    public static IEnumerable<Component> Cluster(Planned cluster, Situation at)
    {
        var gigabytes = at.Work.Requests * Assumptions.EventGigabytes;
        yield return at.Of(Parts.Database, "events of a month", "rds/aurora-gb-month", Math.Max(1, gigabytes));
        yield return at.Of(Parts.Database, "requests of storage", "rds/aurora-io", at.Work.Requests * Assumptions.EventRequests);
        yield return at.Of(Parts.Database, "backups", "rds/aurora-backup-gb-month", gigabytes * Math.Max(0, (cluster.Number("backupRetentionPeriod") ?? 1) - 1) / 30.4);
        if (cluster.Text("manageMasterUserPassword") == "true") yield return at.Of(Parts.Keys, "secrets", "secretsmanager/secret-month", 1);
    }

    /// <summary>An instance of it: the least capacity, and where that is none, half a unit as long as anybody asks.</summary>
    public static IEnumerable<Component> Instance(Planned instance, Situation at)
    {
        var cluster = at.Plan.UsedBy(instance, "clusterIdentifier", "aws:rds/cluster:Cluster");
        var least = cluster?.Number("serverlessv2ScalingConfiguration", "minCapacity") ?? LeastAcu;
        return [at.Of(Parts.Database, "capacity", "rds/aurora-acu-hour", Math.Max(least, at.Work.Requests > 0 ? LeastAcu : 0) * Workload.HoursOfMonth)];
    }

    /// <summary>A plan of copies, each of what the database has.</summary>
    public static IEnumerable<Component> Copies(Planned plan, Situation at) =>
        [at.Of(Parts.Database, "copies in the vault", "rds/aurora-backup-gb-month", Math.Max(1, at.Work.Requests * Assumptions.EventGigabytes) * (plan.Number("rules", "0", "lifecycle", "deleteAfter") ?? 30) / 30.4)];

    /// <summary>A cache that containers share: as little as it may be, and two units a request.</summary>
    public static IEnumerable<Component> Cache(Planned _, Situation at) =>
        [at.Of(Parts.Cache, "kept", "elasticache/valkey-gb-hour", LeastCacheGigabytes * Workload.HoursOfMonth), at.Of(Parts.Cache, "requests", "elasticache/valkey-ecpu", at.Work.Requests * UnitsOfLookup)];

    /// <summary>An AppConfig profile, which the agent of each container asks for; functions run no agent.</summary>
    public static IEnumerable<Component> Profile(Planned _, Situation at) => at.Host is not ContainerHost host
        ? []
        : [at.Of(Parts.Experiments, "questions of agents", "appconfig/request", at.Running(host) * Situation.Seconds / Assumptions.PollSeconds), at.Of(Parts.Experiments, "configurations received", "appconfig/received", at.Running(host) * 10)];

    /// <summary>A secret.</summary>
    public static IEnumerable<Component> Secret(Planned _, Situation at) => [at.Of(Parts.Keys, "secrets", "secretsmanager/secret-month", 1)];

    /// <summary>A state machine: the states that its runs go through. Batches are no part of what is asked of the service: docs/batch.md has their price.</summary>
    public static IEnumerable<Component> StateMachine(Planned machine, Situation at) =>
        machine.Name == "batch" ? [] : [at.Of(Parts.Pipeline, "states", "states/transition", Assumptions.Pipeline.Runs * Assumptions.Pipeline.States)];

    /// <summary>A queue, and who looks into it.</summary>
    public static IEnumerable<Component> Queue(Planned _, Situation at) => [at.Of(Parts.Pipeline, "requests", "sqs/request", Assumptions.Pipeline.Runs)];

    /// <summary>A schedule.</summary>
    public static IEnumerable<Component> Schedule(Planned _, Situation at) => [at.Of(Parts.Pipeline, "calls", "scheduler/invocation", Assumptions.Pipeline.Runs)];
}
