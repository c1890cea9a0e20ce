using RoomTypes.Configuration;

namespace RoomTypes.Hosting;

/// <summary>How long the end of the process may take.</summary>
public sealed record ShutdownOptions
{
    /// <summary>Seconds that requests are still taken after a stop signal, while readiness is down.</summary>
    /// <value>Default 0 (5 in the image); 0 to 300.</value>
    public required int DrainSeconds { get; init; }

    /// <summary>Seconds that accepted requests have to finish after that; with the drain time under the 30 that ECS and Kubernetes wait.</summary>
    /// <value>Default 20; 1 to 300.</value>
    public required int GraceSeconds { get; init; }

    internal static ShutdownOptions Read(SettingReader reader) => new()
    {
        DrainSeconds = reader.Number("Http:DrainSeconds", 0, 0, 300, "seconds"),
        GraceSeconds = reader.Number("Http:GraceSeconds", 20, 1, 300, "seconds"),
    };
}
