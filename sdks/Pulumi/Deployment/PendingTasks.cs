using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Counts tasks that are under way and collects the exceptions of those that failed; cancelled ones are merely done.</summary>
internal sealed class PendingTasks
{
    private readonly Lock _lock = new();
    private readonly HashSet<Exception> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<Exception> _exceptions = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The first one is the program's own, which WaitAsync ends.
    private int _count = 1;

    public void Add(Task task)
    {
        if (task.IsCompletedSuccessfully)
            return;

        lock (_lock)
            _count++;
        task.ContinueWith(Complete, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits until something has failed or nothing is under way any more; none are returned in the latter case.</summary>
    public async Task<ImmutableArray<Exception>> WaitAsync()
    {
        Complete(Task.CompletedTask);
        await _done.Task.ConfigureAwait(false);
        lock (_lock)
            return [.. _exceptions];
    }

    private void Complete(Task task)
    {
        lock (_lock)
        {
            _count--;
            foreach (var exception in task.Exception?.InnerExceptions ?? [])
            {
                // What failed because something else did is no failure of its own.
                var isNew = Chain(exception).All(cause => !_seen.Contains(cause));
                _seen.UnionWith(Chain(exception));
                if (isNew)
                    _exceptions.Add(exception);
            }

            if (_exceptions.Count > 0 || _count == 0)
                _done.TrySetResult();
        }
    }

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            yield return exception;
    }
}
