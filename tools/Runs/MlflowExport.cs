using System.Globalization;
using System.Text;
using RoomTypes.Tracking;

namespace RoomTypes.Runs;

/// <summary>
/// Writes runs as MLflow's file store has them, so that <c>mlflow ui --backend-store-uri FOLDER</c> shows them: an experiment a command, a
/// folder a run with a file for each parameter, metric and tag.
/// </summary>
/// <remarks>mlflow/store/tracking/file_store.py of MLflow 2.</remarks>
internal static class MlflowExport
{
    private const int Finished = 3;
    private const int FromAProgram = 4;

    /// <summary>Writes them; what is there under the same ids is written anew.</summary>
    public static async Task WriteAsync(RunStore store, IReadOnlyList<RunRecord> runs, string folder)
    {
        foreach (var command in runs.GroupBy(run => run.Command).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var experiment = Directory.CreateDirectory(Path.Combine(folder, IdOf(command.Key))).FullName;
            Write(Path.Combine(experiment, "meta.yaml"), Yaml(
                ("artifact_location", new Uri(experiment).AbsoluteUri), ("creation_time", Milliseconds(command.Min(run => run.Started))), ("experiment_id", IdOf(command.Key)),
                ("last_update_time", Milliseconds(command.Max(run => run.Started))), ("lifecycle_stage", "active"), ("name", command.Key)));
            foreach (var run in command) await WriteAsync(store, run, experiment);
        }
    }

    private static async Task WriteAsync(RunStore store, RunRecord run, string experiment)
    {
        var folder = Path.Combine(experiment, run.Id);
        var (start, end) = (Milliseconds(run.Started), Milliseconds(run.Started.AddSeconds(run.Seconds)));
        foreach (var part in new[] { "params", "metrics", "tags", "artifacts" }) Directory.CreateDirectory(Path.Combine(folder, part));
        Write(Path.Combine(folder, "meta.yaml"), Yaml(
            ("artifact_uri", new Uri(Path.Combine(folder, "artifacts")).AbsoluteUri), ("end_time", end), ("entry_point_name", "''"), ("experiment_id", Path.GetFileName(experiment)),
            ("lifecycle_stage", "active"), ("run_id", run.Id), ("run_name", run.Id), ("run_uuid", run.Id), ("source_name", "''"), ("source_type", FromAProgram), ("source_version", "''"),
            ("start_time", start), ("status", Finished), ("tags", "[]"), ("user_id", "''")));
        foreach (var (name, value) in run.Parameters) Write(Path.Combine(folder, "params", Key(name)), value);
        foreach (var (name, value) in run.Metrics) Write(Path.Combine(folder, "metrics", Key(name)), string.Create(CultureInfo.InvariantCulture, $"{end} {value:R} 0\n"));
        foreach (var (name, value) in run.Environment) Write(Path.Combine(folder, "tags", Key(name)), value);
        Write(Path.Combine(folder, "tags", "mlflow.runName"), run.Id);
        Write(Path.Combine(folder, "tags", "model"), run.Model);
        if (run.Revision is not null) Write(Path.Combine(folder, "tags", "mlflow.source.git.commit"), run.Revision);
        foreach (var name in run.Artifacts.Keys) await File.WriteAllBytesAsync(Path.Combine(folder, "artifacts", name), await store.ReadArtifactAsync(run, name));
    }

    // MLflow takes letters, digits, and _ - . space : and /, of which the last makes folders.
    private static string Key(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ' ? c : '_'));

    private static string IdOf(string command) => command switch { "evaluate" => "1", "retrain" => "2", _ => throw new InvalidOperationException($"'{command}' has no experiment.") };

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static string Yaml(params (string Key, object Value)[] lines) =>
        lines.Aggregate(new StringBuilder(), (text, line) => text.Append(CultureInfo.InvariantCulture, $"{line.Key}: {(line.Key == "experiment_id" ? $"'{line.Value}'" : line.Value)}\n")).ToString();

    private static void Write(string file, string text) => File.WriteAllText(file, text);
}
