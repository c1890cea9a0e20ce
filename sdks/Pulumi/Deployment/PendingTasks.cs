using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Counts tasks that are under way and collects the exceptions of those that failed.</summary>
internal sealed class PendingTasks
{
    private readonly Lock _lock = new();
    private readonly HashSet<Exception> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<Exception> _exceptions = [];
    private int _count;
    private TaskCompletionSource? _changed;

    public void Add(Task task)
    {
        if (task.IsCompletedSuccessfully)
            return;

        lock (_lock)
            _count++;
        task.ContinueWith(Complete, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits until exceptions have occurred or nothing is under way; none are returned in the latter case.</summary>
    public async Task<ImmutableArray<Exception>> WaitAsync()
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_exceptions.Count > 0 || _count == 0)
                {
                    ImmutableArray<Exception> exceptions = [.. _exceptions];
                    _exceptions.Clear();
                    return exceptions;
                }

                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }

            await changed.ConfigureAwait(false);
        }
    }

    // Many outputs fail with the exception of the one resource that they come from: it counts once.
    private void Complete(Task task)
    {
        lock (_lock)
        {
            _count--;
            IEnumerable<Exception> exceptions = task.IsCanceled ? [new TaskCanceledException(task)] : task.Exception?.InnerExceptions ?? [];
            _exceptions.AddRange(exceptions.Where(_seen.Add));
            if (_exceptions.Count > 0 || _count == 0)
                _changed?.TrySetResult();
        }
    }
}
