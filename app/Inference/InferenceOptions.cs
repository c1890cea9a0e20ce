using RoomTypes.Configuration;

namespace RoomTypes.Inference;

/// <summary>Workers and their queue.</summary>
public sealed record InferenceOptions
{
    /// <summary>A second of work and more, on cores of 2023.</summary>
    private const int PicturesOfAWorker = 128;

    private const int LongestStandingQueue = 600_000;

    /// <summary>Pictures worked on at once.</summary>
    /// <value>Default 0: as many as the CPU limit of the container has cores, rounded up; 0 to 256.</value>
    public required int Workers { get; init; }

    /// <summary>
    /// Pictures that may wait or be worked on before requests are turned away with 429; a quarter of them is left to requests of a single picture.
    /// </summary>
    /// <value>Default 0: 128 for each worker, and at least those of one request, or of all that a job of Batch Transform sends at once; 0 to 65,536.</value>
    public required int QueueCapacity { get; init; }

    /// <summary>
    /// What those who tell no time of their own (x-deadline-ms) wait for at most, in a queue that has stood for a tenth of a second.
    /// </summary>
    /// <value>Default 400 milliseconds, in a job of Batch Transform, which nobody waits for, 600,000; 1 to 600,000.</value>
    public required int StandingQueueMilliseconds { get; init; }

    internal static InferenceOptions Read(SettingReader reader, HostLimits host, int mostImages)
    {
        var workers = reader.Number("Inference:Workers", 0, 0, 256, "workers") is > 0 and var told ? told : host.Cores;
        var capacity = reader.Number("Inference:QueueCapacity", 0, 0, 65_536, "pictures");
        return new()
        {
            Workers = workers,
            QueueCapacity = capacity > 0 ? capacity : Math.Max(PicturesOfAWorker * workers, Together(host.Transforms, mostImages)),
            StandingQueueMilliseconds = reader.Number("Inference:StandingQueueMilliseconds", host.Transforms > 0 ? LongestStandingQueue : 400, 1, LongestStandingQueue, "milliseconds"),
        };
    }

    /// <summary>Where all requests of a job have room at once, three quarters of which are for those of several pictures.</summary>
    private static int Together(int transforms, int mostImages) => Math.Max(mostImages, (int)Math.Min(65_536, ((4L * transforms * mostImages) + 2) / 3));
}
