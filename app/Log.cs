namespace RoomTypes;

/// <summary>Every log message of the service. No entity ids, no picture bytes, no secrets.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Ready after {Milliseconds:0} ms: {Models} on {Workers} workers")]
    public static partial void Ready(this ILogger log, double milliseconds, string models, int workers);

    [LoggerMessage(2, LogLevel.Critical, "Never ready: {Reason}")]
    public static partial void NeverReady(this ILogger log, string reason, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "Download of {Address} failed, attempt {Attempt} of {Attempts}: {Reason}")]
    public static partial void DownloadFailed(this ILogger log, string address, int attempt, int attempts, string reason);

    [LoggerMessage(4, LogLevel.Error, "Request {RequestId} failed")]
    public static partial void RequestFailed(this ILogger log, string requestId, Exception exception);

    [LoggerMessage(5, LogLevel.Debug, "Request {RequestId} refused: {Code}")]
    public static partial void RequestRefused(this ILogger log, string requestId, string code);

    [LoggerMessage(6, LogLevel.Error, "A worker met an error it did not expect")]
    public static partial void WorkerFailed(this ILogger log, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "A picture could not be fetched from {Bucket}: {Reason}")]
    public static partial void PictureFetchFailed(this ILogger log, string bucket, string reason);

    [LoggerMessage(20, LogLevel.Error, "{Events} events could not be written; trying again: {Reason}")]
    public static partial void EventsNotWritten(this ILogger log, int events, string reason);

    [LoggerMessage(21, LogLevel.Warning, "{Events} events were dropped since the start: they come faster than the store takes them")]
    public static partial void EventsDropped(this ILogger log, long events);

    [LoggerMessage(22, LogLevel.Information, "{Events} events older than {Days} days were deleted")]
    public static partial void EventsForgotten(this ILogger log, long events, int days);

    [LoggerMessage(23, LogLevel.Warning, "Old events could not be deleted: {Reason}")]
    public static partial void EventsNotForgotten(this ILogger log, string reason);
}
