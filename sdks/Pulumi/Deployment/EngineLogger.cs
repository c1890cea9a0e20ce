using System.Reflection;
using Pulumirpc;

namespace Pulumi;

/// <summary>Sends messages to the engine in order, one at a time.</summary>
internal sealed class EngineLogger(IEngine engine, Action<Task> register)
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;

    public bool HasLoggedErrors { get; private set; }

    /// <summary>The text of an exception: its message alone where it asks for that.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        RunException => exception.Message,
        ResourceException { HideStack: true } => exception.Message,
        ResourceException => exception.ToString(),
        _ => $"Running program '{ProgramName}' failed with an unhandled exception:\n{exception}",
    };

    // A program that is a single file has assemblies without locations.
    private static string? ProgramName
        => Assembly.GetEntryAssembly()?.Location is { Length: > 0 } location ? location : Environment.ProcessPath;

    public Task LogAsync(
        LogSeverity severity, string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
    {
        var request = new LogRequest
        {
            Severity = severity,
            Message = message,
            StreamId = streamId ?? 0,
            Ephemeral = ephemeral ?? false,
        };
        Task sent;
        lock (_lock)
        {
            HasLoggedErrors |= severity == LogSeverity.Error;
            sent = _last = SendAsync(_last, request, resource);
        }

        register(sent);
        return sent;
    }

    private async Task SendAsync(Task previous, LogRequest request, Resource? resource)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        request.Urn = await GetUrnAsync(resource).ConfigureAwait(false);
        try
        {
            await engine.LogAsync(request).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            HasLoggedErrors = true;

            // A type of its own, so that the failure to log is not logged.
            throw new LogException(exception);
        }
    }

    private static async Task<string> GetUrnAsync(Resource? resource)
    {
        if (resource?.Urn is not { } urn)
            return "";

        // A message about a resource whose registration failed goes out without its URN.
        await ((Task)urn.DataTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return urn.DataTask.IsCompletedSuccessfully ? await urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false) : "";
    }
}
