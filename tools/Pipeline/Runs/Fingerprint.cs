using System.Text;
using Pipelines;
using RoomTypes.Models;
using RoomTypes.PipelineTool.Tasks;

namespace RoomTypes.PipelineTool.Runs;

/// <summary>The digest of all that a step's result depends on: its program, its arguments, and the content of what it reads.</summary>
internal static class Fingerprint
{
    /// <summary>The digest of what other runs may take the step's result over by; null where it is done every time.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static string? Of(PipelineRun run, PipelineStep step) => Of(run, step, step.Inputs);

    /// <summary>The digest of what tells in the same run whether the step has to be done again: without what other steps of the run change themselves.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static string? WithinRun(PipelineRun run, PipelineStep step)
    {
        var changed = run.Pipeline.Steps.SelectMany(other => other.Changes).ToHashSet();
        return Of(run, step, step.Inputs.Where(input => !changed.Contains(input)));
    }

    private static string? Of(PipelineRun run, PipelineStep step, IEnumerable<string> inputs)
    {
        if (step.IsApproval || step.Changes.Count > 0) return null;
        var text = new StringBuilder().Append(StepProgram.VersionOf(step.Run[0])).Append('\n');
        foreach (var argument in step.Run) text.Append(run.FillShared(argument)).Append('\n');
        foreach (var input in inputs)
        {
            if (OfFiles(run.Fill(input)) is not { } digest) return null;
            text.Append(input).Append(' ').Append(digest).Append('\n');
        }

        return step.Outputs.Any(output => !IsHere(run.Fill(output))) ? null : Digest.Compute(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>The digest of a file, or of the names and content of all in a folder; null where it is neither.</summary>
    public static string? OfFiles(string path)
    {
        if (File.Exists(path)) return Digest.Compute(path);
        if (!Directory.Exists(path)) return null;
        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(path, file)).Order(StringComparer.Ordinal).ToList();
        return Digest.Compute(Encoding.UTF8.GetBytes(string.Concat(files.AsParallel().AsOrdered().Select(file => $"{Digest.Compute(Path.Combine(path, file))} {file}\n"))));
    }

    private static bool IsHere(string path) => !path.StartsWith("s3://", StringComparison.Ordinal);
}
