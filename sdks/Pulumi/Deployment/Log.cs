namespace Pulumi;

/// <summary>Messages that the engine shows, at a resource if one is given.</summary>
public static class Log
{
    /// <summary>A message that only verbose runs show.</summary>
    public static void Debug(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Write(Pulumirpc.LogSeverity.Debug, message, resource, streamId, ephemeral);

    public static void Info(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Write(Pulumirpc.LogSeverity.Info, message, resource, streamId, ephemeral);

    public static void Warn(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Write(Pulumirpc.LogSeverity.Warning, message, resource, streamId, ephemeral);

    /// <summary>An error: the program goes on but fails in the end.</summary>
    public static void Error(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Write(Pulumirpc.LogSeverity.Error, message, resource, streamId, ephemeral);

    /// <summary>An exception as an error, with its stack trace unless it hides that.</summary>
    public static void Exception(Exception exception, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Error(EngineLogger.Describe(exception), resource, streamId, ephemeral);

    private static void Write(Pulumirpc.LogSeverity severity, string message, Resource? resource, int? streamId, bool? ephemeral)
        => _ = Deployment.Current.Logger.LogAsync(severity, message, resource, streamId, ephemeral);
}
