namespace RoomTypes.Cost.Tariffs;

/// <summary>What no plan tells of usage. docs/sizing.md says where each comes from.</summary>
internal static class Assumptions
{
    /// <summary>GB of an answer: JSON of a picture with its scores.</summary>
    public const double AnswerGigabytes = 1.2 / (1 << 20);

    /// <summary>GB that the service logs of a request.</summary>
    public const double LogGigabytes = 0.3 / (1 << 20);

    /// <summary>GB a month that a cluster's control plane logs (API, audit, authenticator) with few pods.</summary>
    public const double ControlPlaneGigabytes = 3;

    /// <summary>GB a month of what is seldom written: refused packets, the database's log, errors of the gateway.</summary>
    public const double QuietGigabytes = 0.1;

    /// <summary>Bytes that logs take when they are kept, by bytes that came (CloudWatch's pricing page, "archived").</summary>
    public const double LogCompression = 0.15;

    /// <summary>GB of an event in the database: a prediction, with indexes and an exposure beside it.</summary>
    public const double EventGigabytes = 1.0 / (1 << 20);

    /// <summary>Requests of storage that an event takes, since several are written at once.</summary>
    public const double EventRequests = 0.5;

    /// <summary>GB of an event in a lake that is compacted: a prediction and an exposure beside it, by column.</summary>
    public const double LakeGigabytes = 0.15 / (1 << 20);

    /// <summary>Objects that a process writes each half minute (Events:LakeSeconds): predictions, exposures, shadows or embeddings, feedback.</summary>
    public const double LakeObjects = 3;

    /// <summary>Questions about a lake that are asked in a month, and of how many days' events each reads half.</summary>
    public static readonly (double Number, double Days) Questions = (300, 30);

    /// <summary>GB of the image, and how many versions of it are kept.</summary>
    public const double ImageGigabytes = 0.047 * 10;

    /// <summary>Methods of the gateway that are called: recognize and feedback; and metrics of each.</summary>
    public const double MethodMetrics = 2 * 5;

    /// <summary>Metrics that Container Insights keeps of a cluster, a service and a family of tasks.</summary>
    public const double InsightMetrics = 40;

    /// <summary>Observations a minute of enhanced Container Insights: a cluster, a node, a pod.</summary>
    public static readonly (double Cluster, double Node, double Pod) Observations = (30, 50, 40);

    /// <summary>Connections that a gateway opens to a load balancer a request: most are used again.</summary>
    public const double ConnectionsPerRequest = 0.1;

    /// <summary>What an instance on spot costs, by its price on demand: AWS says up to 90% less, and prices change by the hour (https://aws.amazon.com/ec2/spot/pricing/).</summary>
    public const double SpotShare = 0.4;

    /// <summary>Seconds between questions of an AppConfig agent.</summary>
    public const double PollSeconds = 45;

    /// <summary>Emails of alarms and budgets a month.</summary>
    public const double Emails = 30;

    /// <summary>Runs of a pipeline a month, and states that each goes through.</summary>
    public static readonly (double Runs, double States) Pipeline = (5, 20);
}
