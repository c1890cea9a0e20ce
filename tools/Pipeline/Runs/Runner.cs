using System.Diagnostics;
using Pipelines;
using RoomTypes.PipelineTool.Views;

namespace RoomTypes.PipelineTool.Runs;

/// <summary>Does a run: its steps in their order, one at a time, as each uses all cores.</summary>
/// <param name="run">The run.</param>
/// <param name="journal">Its journal.</param>
/// <param name="store">Where runs are.</param>
/// <param name="progress">Shows how far it is.</param>
/// <param name="waits">Whether it waits for who has to approve, or ends there.</param>
internal sealed class Runner(PipelineRun run, Journal journal, RunFolders store, Progress progress, bool waits)
{
    /// <summary>Does what is left to be done.</summary>
    /// <returns>An exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        progress.Say($"{run.Pipeline.Name}, run {run.Id}{(run.IsNew ? "" : ", goes on")}");
        Reopen(run.Reopened);
        foreach (var step in run.Pipeline.Steps)
        {
            try
            {
                var exitCode = await DoAsync(step, cancellationToken);
                if (exitCode != 0) return exitCode;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Write(step.Name, StepStatus.Interrupted);
                progress.Say($"{step.Name}: interrupted. ./run pipeline goes on from here.");
                return ExitCodes.Interrupted;
            }
        }

        return 0;
    }

    private async Task<int> DoAsync(PipelineStep step, CancellationToken cancellationToken)
    {
        if (!step.IsWanted(run.Values))
        {
            if (run.State.Of(step.Name)?.Event != StepStatus.LeftOut) Write(step.Name, StepStatus.LeftOut, message: $"{step.When} is empty");
            progress.Say($"{step.Name}: left out, as {step.When} is empty");
            return 0;
        }

        if (step.IsApproval) return run.State.IsDone(step.Name) ? Told(step, "approved") : await new ApprovalWait(run, store, progress, waits, Write).RunAsync(step, cancellationToken);
        var key = Fingerprint.WithinRun(run, step);
        if (run.State.IsDone(step.Name))
        {
            if (run.State.Of(step.Name)!.Key == key) return Told(step, "done before");
            // What comes after it, be it a decision, was about something else.
            Reopen(run.Pipeline.From(step.Name));
        }

        var shared = Fingerprint.Of(run, step);
        if (!run.Reopened.Contains(step.Name) && KeptResults.Find(store, step, shared) is { } kept)
        {
            KeptResults.Take(kept, run, step);
            Write(step.Name, StepStatus.Unchanged, key: key, message: $"as in {kept.Run}");
            return Told(step, $"unchanged since {kept.Run}");
        }

        return await TryAsync(step, key, shared, cancellationToken);
    }

    private void Reopen(IEnumerable<string> steps)
    {
        foreach (var step in steps.Where(step => run.State.Of(step) is not null))
        {
            store.ForgetDecision(run, step);
            Write(step, StepStatus.Open);
        }
    }

    private async Task<int> TryAsync(PipelineStep step, string? key, string? shared, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            Write(step.Name, StepStatus.Running, key, attempt);
            var start = Stopwatch.GetTimestamp();
            var fault = await progress.ShowAsync(step.Name, attempt, tell => StepProcess.RunAsync([.. step.Run.Select(run.Fill)], step.Timeout, store.LogOf(run, step.Name), tell, cancellationToken));
            var time = Stopwatch.GetElapsedTime(start);
            if (fault is null)
            {
                if (shared is not null) KeptResults.Keep(store, run, step, shared);
                Write(step.Name, StepStatus.Done, key, attempt, time);
                return Told(step, $"done in {Times.Text(time)}");
            }

            Write(step.Name, StepStatus.Failed, key, attempt, time, fault);
            progress.Say($"{step.Name}: {fault}");
            if (attempt > step.Retries)
            {
                progress.Say($"{step.Name}: failed; all that it said is in {store.LogOf(run, step.Name)}. ./run pipeline tries it again.");
                return ExitCodes.NotDone;
            }

            progress.Say($"{step.Name}: tried again in {Times.Text(step.RetryAfter)} ({attempt} of {step.Retries})");
            await Task.Delay(step.RetryAfter, cancellationToken);
        }
    }

    private int Told(PipelineStep step, string what)
    {
        progress.Say($"{step.Name}: {what}");
        return 0;
    }

    private void Write(string step, string what, string? key = null, int? attempt = null, TimeSpan? time = null, string? message = null, string? by = null) => journal.Write(new()
    {
        Time = DateTimeOffset.UtcNow,
        Event = what,
        Step = step,
        Key = key,
        Attempt = attempt,
        Seconds = time is { } taken ? Math.Round(taken.TotalSeconds, 3) : null,
        Message = message,
        By = by,
    });
}

/// <summary>Writes a line of the journal.</summary>
internal delegate void WriteEntry(string step, string what, string? key = null, int? attempt = null, TimeSpan? time = null, string? message = null, string? by = null);
