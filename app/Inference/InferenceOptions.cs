using RoomTypes.Configuration;

namespace RoomTypes.Inference;

/// <summary>Workers and their queue.</summary>
public sealed record InferenceOptions
{
    /// <summary>Pictures worked on at once.</summary>
    /// <value>Default 0: as many as the CPU limit of the container has cores, rounded up; 0 to 256.</value>
    public required int Workers { get; init; }

    /// <summary>Pictures that may wait or be worked on before requests are turned away with 429.</summary>
    /// <value>Default 256; 1 to 65,536.</value>
    public required int QueueCapacity { get; init; }

    internal static InferenceOptions Read(SettingReader reader) => new()
    {
        Workers = reader.Number("Inference:Workers", 0, 0, 256, "workers"),
        QueueCapacity = reader.Number("Inference:QueueCapacity", 256, 1, 65_536, "pictures"),
    };
}
