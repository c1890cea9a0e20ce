using System.Reflection;

namespace Pulumi;

/// <summary>Runs a program until all its background work is done or some of it fails, and tells of what failed.</summary>
internal sealed class Runner(EngineLogger logger)
{
    private const int Success = 0;
    private const int ErrorsLogged = 1;

    /// <summary>Tells the language host that the user has been told, so that it adds nothing.</summary>
    private const int ExceptionsLogged = 32;

    private readonly PendingTasks _pending = new();

    /// <summary>Makes the program wait for <paramref name="task"/> and fail if it does.</summary>
    public void RegisterTask(Task task) => _pending.Add(task);

    public Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> program, StackOptions? options)
    {
        _ = new Stack(program, options);
        return WaitAsync();
    }

    // The constructor's exceptions arrive as they are thrown.
    public Task<int> RunAsync<TStack>()
        where TStack : Stack, new()
        => RunAsync(() => (TStack)Activator.CreateInstance(typeof(TStack), BindingFlags.DoNotWrapExceptions, null, null, null)!);

    public Task<int> RunAsync<TStack>(Func<TStack> createStack)
        where TStack : Stack
    {
        try
        {
            createStack().RegisterPropertyOutputs();
        }
        catch (Exception exception)
        {
            RegisterTask(Task.FromException(exception));
        }

        return WaitAsync();
    }

    // As in the official package of this version, the first failure ends the program: nothing waits for what is still under way.
    private async Task<int> WaitAsync()
    {
        var exceptions = await _pending.WaitAsync().ConfigureAwait(false);
        if (exceptions.IsEmpty)
            return logger.HasLoggedErrors ? ErrorsLogged : Success;

        var isTold = false;
        foreach (var exception in exceptions)
            isTold |= MonitorShutDownException.IsCauseOf(exception) || await TryLogAsync(exception).ConfigureAwait(false);

        // A program may drop the exit code that RunAsync returns.
        return Environment.ExitCode = isTold ? ExceptionsLogged : ErrorsLogged;
    }

    private async Task<bool> TryLogAsync(Exception exception)
    {
        var failure = exception as LogException;
        if (failure is null)
        {
            try
            {
                var resource = (exception as ResourceException)?.Resource;
                await logger.LogAsync(Pulumirpc.LogSeverity.Error, EngineLogger.Describe(exception), resource).ConfigureAwait(false);
                return true;
            }
            catch (LogException thrown)
            {
                failure = thrown;
            }
        }

        // The engine cannot be told.
        await Console.Error.WriteLineAsync($"Error occurred trying to send logging message to engine:\n{failure}").ConfigureAwait(false);
        return false;
    }
}
