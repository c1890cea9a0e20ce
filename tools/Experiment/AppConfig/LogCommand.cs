using System.CommandLine;
using Microsoft.Extensions.Configuration;
using RoomTypes.Configuration;
using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.Hosting;
using RoomTypes.Lakes;

namespace RoomTypes.Reporting.AppConfig;

/// <summary>./run experiment log: the AppConfig agent's assignments beside the service's exposures.</summary>
internal static class LogCommand
{
    private const int Failed = 2;
    private const int Differ = 3;
    private const int BatchSize = 1_000;

    public static Command Make()
    {
        var name = new Argument<string>("NAME") { Description = "The experiment, as GET /v1/experiments lists it; it ends with the run's number" };
        var paths = new Argument<string[]>("PATH") { Description = "Files of the log, its folder, or - for the standard input", Arity = ArgumentArity.OneOrMore };
        var import = new Option<bool>("--import") { Description = "Write the exposures that the event store lacks" };
        var command = new Command("log", "Compares the AppConfig agent's log of assignments with the exposures of the event store. Ends with 3 if an entity was shown something else than was assigned. The store is the service's: RoomType__Events__Store and so on.") { name, paths, import };
        command.SetAction((arguments, cancellation) => RunAsync(arguments.GetRequiredValue(name), arguments.GetRequiredValue(paths), arguments.GetValue(import), cancellation));
        return command;
    }

    /// <summary>The run's number at the end of an experiment's name; null without one.</summary>
    internal static int? RunOf(string experiment) => int.TryParse(experiment[(experiment.LastIndexOf('-') + 1)..], out var run) && run > 0 ? run : null;

    private static async Task<int> RunAsync(string name, string[] paths, bool import, CancellationToken cancellationToken)
    {
        try
        {
            var options = ServiceOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
            await using var store = ServiceStore.Open(options);
            var pseudonyms = options.Events.Store == EventStoreKind.Lake ? LakeSetup.PseudonymsOf(options.Events) : null;
            var (found, others) = (new Reconciliation(entity => pseudonyms?.Of(entity) ?? entity), 0L);
            foreach (var assignment in AssignmentLog.Read(paths, RunOf(name), () => others++)) found.Add(assignment);
            await foreach (var record in store.ReadEventsAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, cancellationToken))
            {
                // Exposures come first.
                if (record is not Exposure exposure) break;
                if (exposure.Experiment == name) found.Add(exposure);
            }

            Write(found, others);
            if (import) await ImportAsync(store, [.. found.Missing(options.Experiments.Feature, name)], cancellationToken);
            return found.Different.Count > 0 ? Differ : 0;
        }
        catch (Exception exception) when (exception is EventStoreException or InvalidSettingsException or IOException or UnauthorizedAccessException)
        {
            return Fail(exception.Message);
        }
    }

    private static void Write(Reconciliation found, long others)
    {
        Console.WriteLine($"agree: {found.Agreed} entities");
        Console.WriteLine($"assigned by the agent and unknown here: {found.OnlyLogged.Count} (exposures that were lost, or another program that asks the agent; --import writes them)");
        Console.WriteLine($"shown here and not in the log: {found.OnlyExposed} (the log is not whole)");
        Console.WriteLine($"shown something else than assigned: {found.Different.Count}");
        Console.WriteLine($"assigned to several treatments: {found.Mixed}");
        Console.WriteLine($"assignments by override, which count for nothing: {found.Overrides}; other lines: {others}");
    }

    private static async Task ImportAsync(IEventStore store, List<EventRecord> missing, CancellationToken cancellationToken)
    {
        var added = 0;
        foreach (var batch in missing.Chunk(BatchSize)) added += (await store.AppendAsync(batch, cancellationToken)).Count(result => result != AppendResult.Duplicate);
        Console.WriteLine($"written: {added} exposures");
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return Failed;
    }
}
