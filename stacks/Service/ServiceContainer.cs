namespace Stacks.Service;

/// <summary>What app/Dockerfile says of the image, and the backends have to agree with.</summary>
public static class ServiceContainer
{
    /// <summary>The container's name wherever it has one.</summary>
    public const string Name = "room-type";

    /// <summary>The port that it listens on.</summary>
    public const int Port = 8080;

    /// <summary>User and group that it runs as.</summary>
    public const int User = 65532;

    /// <summary>Where a load balancer asks whether it takes requests.</summary>
    public const string ReadyPath = "/health/ready";

    /// <summary>Where an orchestrator asks whether it has to be restarted.</summary>
    public const string LivePath = "/health/live";

    /// <summary>Where Prometheus reads what the process has counted.</summary>
    public const string MetricsPath = "/metrics";

    /// <summary>Asks the same from within the container, which has no shell.</summary>
    public static IReadOnlyList<string> HealthCommand { get; } = ["/app/RoomTypes", "healthcheck"];

    /// <summary>Seconds that an orchestrator waits after SIGTERM: more than the service's drain and grace time together.</summary>
    public const int StopSeconds = 30;

    /// <summary>The one folder that may be written to.</summary>
    public const string WritableFolder = "/tmp";
}
