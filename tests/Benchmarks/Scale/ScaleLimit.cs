namespace RoomTypes.Benchmarks.Scale;

/// <summary>A limit that a day comes to.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Default">What an account has unless more was asked for, or what the stacks allow.</param>
/// <param name="Asked">What the day asks.</param>
/// <param name="Source">AWS's page that tells the default, read on <see cref="Read"/>; null for the stacks' own.</param>
/// <param name="How">How it is raised.</param>
public sealed record ScaleLimit(string Name, double Default, double Asked, string? Source, string How)
{
    /// <summary>When the sources were read: YYYY-MM-DD.</summary>
    public const string Read = "2026-11-29";

    private const string Ecs = "https://docs.aws.amazon.com/general/latest/gr/ecs-service.html";
    private const string S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html";

    /// <summary>How many times the default is asked.</summary>
    public double Times => Asked / Default;

    /// <summary>Those of a day.</summary>
    public static IEnumerable<ScaleLimit> Of(ScaleDay day) =>
    [
        new("Lambda: environments at once", 1_000, day.PeakEnvironments, "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
            "concurrent executions, by Service Quotas, in a new account from fewer; then `lambdaReservedConcurrency`, which the stack bounds at 1,000"),
        new("Lambda with a lake: PUT a second to one prefix", 3_500, day.Peak, S3,
            "S3 splits a prefix that is busy for half an hour or more, and AWS Support does before; but hours are new prefixes: keep events in PostgreSQL, or answer from containers"),
        new("API Gateway: requests a second of a region", 10_000, day.Peak, "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
            "account throttle, by Service Quotas, in some regions from 2,500; `throttleRate`; several regions, each with its gateway"),
        new("Fargate: vCPUs at once", 6, day.PeakContainers * ScaleDay.VcpusOfContainer, Ecs, "on-demand vCPUs, by Service Quotas; they grow with use"),
        new("the stack: containers", 100, day.PeakContainers, null, "several stacks, one a region: the stacks allow no more than 100"),
        new("ECS: tasks of a service", 5_000, day.PeakContainers, Ecs, "by Service Quotas"),
        new("containers with a lake: PUT a second to one prefix", 3_500, day.ContainerObjects / 86_400 * ScaleDay.PeakOverMean, S3, "`LakeSeconds` up to 900"),
    ];
}
