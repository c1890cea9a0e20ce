using System.Reflection;

namespace Pulumi;

/// <summary>Runs a program until all its background work is done, and tells of what failed.</summary>
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

    private async Task<int> WaitAsync()
    {
        var isFailed = false;
        var isLogged = false;
        while (await _pending.WaitAsync().ConfigureAwait(false) is { IsEmpty: false } exceptions)
        {
            isFailed = true;
            foreach (var exception in exceptions)
                isLogged |= await TryLogAsync(exception).ConfigureAwait(false);
        }

        if (!isFailed)
            return logger.HasLoggedErrors ? ErrorsLogged : Success;

        // A program may drop the exit code that RunAsync returns.
        return Environment.ExitCode = isLogged ? ExceptionsLogged : ErrorsLogged;
    }

    private async Task<bool> TryLogAsync(Exception exception)
    {
        if (exception is LogException)
        {
            // The engine cannot be told.
            await Console.Error.WriteLineAsync($"Error occurred trying to send logging message to engine:\n{exception}").ConfigureAwait(false);
            return false;
        }

        try
        {
            var resource = (exception as ResourceException)?.Resource;
            await logger.LogAsync(Pulumirpc.LogSeverity.Error, EngineLogger.Describe(exception), resource).ConfigureAwait(false);
            return true;
        }
        catch (LogException)
        {
            // The failed message is a pending task itself and is reported as such.
            return false;
        }
    }
}
