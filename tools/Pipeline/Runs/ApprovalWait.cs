using Pipelines;
using RoomTypes.PipelineTool.Views;

namespace RoomTypes.PipelineTool.Runs;

/// <summary>Waits until somebody decides, in another process.</summary>
/// <param name="run">The run.</param>
/// <param name="store">Has the decision.</param>
/// <param name="progress">Tells how to decide.</param>
/// <param name="waits">Whether it waits, or ends.</param>
/// <param name="write">Writes the journal.</param>
internal sealed class ApprovalWait(PipelineRun run, RunFolders store, Progress progress, bool waits, WriteEntry write)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits.</summary>
    /// <returns>An exit code; 0 where it is approved.</returns>
    public async Task<int> RunAsync(PipelineStep step, CancellationToken cancellationToken)
    {
        if (run.State.WaitingSince(step.Name) is null) write(step.Name, StepStatus.Waiting);
        var since = run.State.WaitingSince(step.Name)!.Value;
        var told = DateTimeOffset.MinValue;
        while (store.DecisionOf(run, step.Name) is null)
        {
            var now = DateTimeOffset.UtcNow;
            if (now - since >= step.Timeout)
            {
                write(step.Name, StepStatus.Failed, message: "nobody has decided");
                progress.Say($"{step.Name}: nobody has decided in {Times.Text(step.Timeout)}. ./run pipeline asks again.");
                return ExitCodes.NotDone;
            }

            if (now - told >= step.Remind)
            {
                progress.Say($"{step.Name}: {step.Meaning}. It waits for\n  ./run pipeline approve {run.Id} --reason WHY (or --refuse)");
                told = now;
            }

            if (!waits) return ExitCodes.Waits;
            await Task.Delay(BetweenLooks, cancellationToken);
        }

        return Take(step, store.DecisionOf(run, step.Name)!);
    }

    private int Take(PipelineStep step, Decision decision)
    {
        write(step.Name, decision.IsApproved ? StepStatus.Done : StepStatus.Refused, message: decision.Reason, by: decision.By);
        progress.Say($"{step.Name}: {(decision.IsApproved ? "approved" : "refused")} by {decision.By}: {decision.Reason}");
        return decision.IsApproved ? 0 : ExitCodes.NotDone;
    }
}
