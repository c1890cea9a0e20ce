using System.Text.Json;
using Pipelines;

namespace RoomTypes.PipelineTool.Runs;

/// <summary>Runs in a folder: a folder a run, with its journal, its steps' messages and decisions about it; and what steps made, by what they depend on.</summary>
/// <param name="folder">The folder; it is made when something is written.</param>
internal sealed class RunFolders(string folder)
{
    private const string JournalFile = "journal.jsonl";

    /// <summary>The latest run of a pipeline with these values, or with any; null where there is none.</summary>
    public PipelineRun? Latest(Definition definition, IReadOnlyDictionary<string, string>? values) => Ids()
        .Select(id => (Id: id, Entries: Entries(id)))
        .Where(run => run.Entries is [{ } first, ..] && first.Digest == definition.Digest && (values is null || IsSame(first.Values!, values)))
        .Select(run => Load(run.Id, definition, run.Entries)).FirstOrDefault();

    /// <summary>Opens a run's journal, which begins where there is none yet.</summary>
    /// <exception cref="PipelineException">Another process does the run.</exception>
    public Journal OpenJournal(PipelineRun run)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, run.Id)).FullName, JournalFile);
        Journal journal;
        try
        {
            journal = Journal.Open(path, run.State);
        }
        catch (IOException exception)
        {
            throw new PipelineException($"Another process does the run {run.Id} ({exception.Message}). Wait for it, or begin another with --new.");
        }

        if (run.IsNew) journal.Write(new() { Time = DateTimeOffset.UtcNow, Event = "begun", Pipeline = run.Pipeline.Name, Digest = run.Definition.Digest, Values = run.Values });
        return journal;
    }

    /// <summary>Where a step's messages are.</summary>
    public string LogOf(PipelineRun run, string step) => Path.Combine(folder, run.Id, $"{step}.log");

    /// <summary>What somebody has decided about a step; null for nothing yet.</summary>
    public Decision? DecisionOf(PipelineRun run, string step) =>
        File.Exists(DecisionFile(run.Id, step)) ? JsonSerializer.Deserialize(File.ReadAllBytes(DecisionFile(run.Id, step)), RunJson.Default.Decision) : null;

    /// <summary>Forgets what was decided about a step that is to be done again.</summary>
    public void ForgetDecision(PipelineRun run, string step) => File.Delete(DecisionFile(run.Id, step));

    /// <summary>Leaves a decision for a run that waits for one.</summary>
    /// <returns>The step that waited.</returns>
    /// <exception cref="PipelineException">There is no such run, it does not wait, or somebody has decided.</exception>
    public string Decide(string id, Decision decision)
    {
        if (!Ids().Contains(id)) throw new PipelineException($"There is no run '{id}' in {folder}; it has {string.Join(", ", Ids().DefaultIfEmpty("none"))}.");
        var waiting = Entries(id).Where(entry => entry.Step is not null && entry.Event != StepStatus.Interrupted).GroupBy(entry => entry.Step).Select(step => step.Last()).Where(entry => entry.Event == StepStatus.Waiting).ToList();
        if (waiting is not [{ Step: { } step }]) throw new PipelineException($"The run {id} waits for nobody. ./run pipeline --graph text tells how far it is.");
        if (File.Exists(DecisionFile(id, step))) throw new PipelineException($"Somebody has decided about '{step}' of {id} already: {File.ReadAllText(DecisionFile(id, step))}");
        AtomicFile.Write(DecisionFile(id, step), JsonSerializer.SerializeToUtf8Bytes(decision, RunJson.Default.Decision));
        return step;
    }

    /// <summary>What an earlier run made of the same; null where there is none.</summary>
    public KeptResult? Kept(string key) => File.Exists(KeptFile(key)) ? JsonSerializer.Deserialize(File.ReadAllBytes(KeptFile(key)), RunJson.Default.KeptResult) : null;

    /// <summary>Keeps what a step has made.</summary>
    public void Keep(string key, KeptResult result)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeptFile(key))!);
        AtomicFile.Write(KeptFile(key), JsonSerializer.SerializeToUtf8Bytes(result, RunJson.Default.KeptResult));
    }

    private static bool IsSame(IReadOnlyDictionary<string, string> some, IReadOnlyDictionary<string, string> others) => some.Count == others.Count && some.All(pair => others.GetValueOrDefault(pair.Key) == pair.Value);

    private static PipelineRun Load(string id, Definition definition, List<JournalEntry> entries)
    {
        var state = new RunState(definition.Pipeline);
        entries.ForEach(state.Add);
        return new(id, definition, entries[0].Values!, state, false);
    }

    private List<JournalEntry> Entries(string id) => [.. Journal.Read(Path.Combine(folder, id, JournalFile))];

    /// <summary>The latest first.</summary>
    private IEnumerable<string> Ids() => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Where(run => File.Exists(Path.Combine(run, JournalFile))).Select(run => Path.GetFileName(run)).OrderDescending(StringComparer.Ordinal)
        : [];

    private string DecisionFile(string id, string step) => Path.Combine(folder, id, $"{step}.decision.json");

    private string KeptFile(string key) => Path.Combine(folder, "kept", $"{key}.json");
}
