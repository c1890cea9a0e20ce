using System.Diagnostics;
using Pipelines;
using RoomTypes.LocalStack;
using RoomTypes.PipelineTool.Tasks;

namespace RoomTypes.PipelineTool.Runs;

/// <summary>One try of a step: this program again, with the step's command. Its messages go to a file.</summary>
internal static class StepProcess
{
    private const int LinesOfFailure = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs it.</summary>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="log">The file that gets its messages.</param>
    /// <param name="tell">Told of each line.</param>
    /// <param name="cancellationToken">Ends it, with ten seconds to do so by itself.</param>
    /// <returns>null where it did what it should; else what is wrong.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static async Task<string?> RunAsync(IReadOnlyList<string> arguments, TimeSpan timeout, string log, Action<string> tell, CancellationToken cancellationToken)
    {
        await using var file = new StreamWriter(log, append: true) { AutoFlush = true };
        await file.WriteLineAsync($"> {string.Join(' ', arguments)}");
        var last = new Queue<string>();
        using var process = Process.Start(Start(arguments)) ?? throw new PipelineException("The step's process cannot be started.");
        var reading = Task.WhenAll(ReadAsync(process.StandardOutput, Take), ReadAsync(process.StandardError, Take));
        using var limit = new CancellationTokenSource(timeout);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process);
            cancellationToken.ThrowIfCancellationRequested();
            return $"it took longer than {Times.Text(timeout)}";
        }

        await reading;
        return process.ExitCode == 0 ? null : $"it ended with {process.ExitCode}{string.Concat(last.Select(line => $"{Environment.NewLine}    {line}"))}";

        void Take(string line)
        {
            lock (last)
            {
                file.WriteLine(line);
                last.Enqueue(line);
                if (last.Count > LinesOfFailure) last.Dequeue();
            }

            tell(line);
        }
    }

    private static ProcessStartInfo Start(IReadOnlyList<string> arguments)
    {
        var own = Environment.ProcessPath!;
        // Where this is no program of its own, the runtime runs it.
        var start = Path.GetFileNameWithoutExtension(own) == "dotnet" ? new ProcessStartInfo(own, [typeof(StepProcess).Assembly.Location, .. arguments]) : new ProcessStartInfo(own, arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        start.Environment[ParentWatch.Variable] = "true";
        return start;
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> take)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length > 0) take(line);
        }
    }

    private static async Task EndAsync(Process process)
    {
        Signals.Send(process.Id, Signal.Terminate);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
