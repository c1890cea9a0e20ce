using Microsoft.Extensions.Logging;

namespace Amazon.Lambda.AspNetCoreServer.Hosting;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Polling {RuntimeApi} with {Pollers} poller(s)")]
    public static partial void Polling(this ILogger logger, string runtimeApi, int pollers);

    [LoggerMessage(2, LogLevel.Error, "Invocation {RequestId}: unhandled exception in the application")]
    public static partial void ApplicationError(this ILogger logger, Exception exception, string requestId);

    [LoggerMessage(3, LogLevel.Error, "Invocation {RequestId} failed")]
    public static partial void InvocationError(this ILogger logger, Exception exception, string requestId);

    [LoggerMessage(4, LogLevel.Warning, "Invocation {RequestId}: the deadline passed before the application answered")]
    public static partial void DeadlinePassed(this ILogger logger, string requestId);

    [LoggerMessage(5, LogLevel.Warning, "Invocation {RequestId}: the Runtime API refused the answer with status {Status}: {Reason}")]
    public static partial void AnswerRefused(this ILogger logger, string requestId, int status, string reason);

    [LoggerMessage(6, LogLevel.Critical, "The Runtime API failed; the process ends so that Lambda starts a new one")]
    public static partial void RuntimeApiFailed(this ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Critical, "The process cannot be kept as a snapshot, or go on from one; it ends")]
    public static partial void SnapshotFailed(this ILogger logger, Exception exception);
}
