using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Monitor;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Rpc;
using Pulumi.Engine.Running;
using Pulumi.Engine.Values;

namespace Pulumi.Engine;

/// <summary>
/// Runs a Pulumi program against a resource monitor that records every request and answers like a preview or an update.
/// It deploys nothing, reads no cloud and keeps no state: every run is that of a new stack.
/// </summary>
public static class OfflineEngine
{
    /// <summary>Runs the program to its end, or to the time limit, and returns what it asked for.</summary>
    /// <exception cref="ProjectException">The command cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; the program is stopped.</exception>
    public static async Task<RunResult> RunAsync(EngineOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Command.Count == 0 && options.Program is null)
            throw new ArgumentException("Command is empty: expected a file and its arguments.", nameof(options));

        var filter = new SecretFilter(options);
        var monitor = new ResourceMonitor(options);
        var log = new EngineLog(filter.Apply);
        var requests = new RequestRecorder();
        await using var monitorServer = new RpcServer();
        await using var engineServer = new RpcServer();
        var run = ProgramProcess.RunAsync(options, monitorServer.Address, engineServer.Address, cancellation);
        await Task.WhenAll(
            monitorServer.ServeAsync(monitor, new RequestInterceptor(requests.Add), cancellation),
            engineServer.ServeAsync(log, new RequestInterceptor(requests.Add), cancellation),
            run);
        var exit = await run;

        var errors = Errors(options, exit, monitor, log);
        return new RunResult
        {
            Project = options.Project,
            Stack = options.Stack,
            Mode = options.Mode,
            Outcome = Outcome(exit, monitor, errors),
            ExitCode = exit.ExitCode,
            Resources = [.. monitor.Ledger.Resources],
            Invokes = [.. monitor.Invokes],
            Logs = [.. log.Logs],
            Requests = requests.All,
            Warnings = [.. monitor.Warnings],
            Errors = errors,
            StackOutputs = monitor.Ledger.StackCompleted
                ? monitor.Ledger.Resources.First(resource => resource.Type == Urn.RootStackType).Outputs
                : new Struct(),
            StandardOutput = filter.Apply(exit.StandardOutput),
            StandardError = filter.Apply(exit.StandardError),
            Elapsed = exit.Elapsed,
        };
    }

    private static List<string> Errors(EngineOptions options, ProgramExit exit, ResourceMonitor monitor, EngineLog log)
    {
        List<string> errors = [.. monitor.Ledger.Errors, .. GraphChecks.Faults(monitor.Ledger.Resources)];
        if (exit.ExitCode is not { } code)
        {
            errors.Add($"the program did not end within {options.Timeout.TotalSeconds:0.#} s and was stopped; "
                + $"it had registered {monitor.Ledger.Resources.Count} resources. An output that waits for itself, or an endless loop, does that.");
        }
        else if (code != 0)
        {
            // 32 says that whoever looks knows what is wrong: the program has logged it, or the monitor has shut down over it.
            if (code != 32 || !(errors.Count > 0 || log.Logs.Any(entry => entry.Severity == LogSeverity.Error)))
                errors.Add($"the program exited with non-zero exit code: {code}");
        }
        else if (!monitor.Ledger.StackCompleted)
        {
            errors.Add("the program exited with code 0 before it had registered its stack's outputs: it ended early, or never awaited Deployment.RunAsync.");
        }
        return errors;
    }

    private static RunOutcome Outcome(ProgramExit exit, ResourceMonitor monitor, List<string> errors) => exit switch
    {
        { ExitCode: null } => RunOutcome.TimedOut,
        { ExitCode: 0 } when !monitor.Ledger.StackCompleted => RunOutcome.ExitedEarly,
        { ExitCode: 0 } when errors.Count == 0 => RunOutcome.Succeeded,
        _ => RunOutcome.Failed,
    };
}
