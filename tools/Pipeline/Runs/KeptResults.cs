using Pipelines;

namespace RoomTypes.PipelineTool.Runs;

/// <summary>What steps of earlier runs made, taken over where nothing that it depends on has changed.</summary>
internal static class KeptResults
{
    /// <summary>The run whose result can be taken over; null where there is none, or its files have changed since.</summary>
    public static KeptResult? Find(RunFolders store, PipelineStep step, string? key) =>
        key is not null && store.Kept(key) is { } kept && kept.Outputs.Count == step.Outputs.Count && kept.Outputs.All(output => Fingerprint.OfFiles(output.Path) == output.Digest) ? kept : null;

    /// <summary>Brings its outputs to where this run has them.</summary>
    public static void Take(KeptResult kept, PipelineRun run, PipelineStep step)
    {
        foreach (var (output, target) in kept.Outputs.Zip(step.Outputs.Select(run.Fill)))
        {
            if (Path.GetFullPath(output.Path) != Path.GetFullPath(target)) Copy(output.Path, target);
        }
    }

    /// <summary>Keeps what a step has made.</summary>
    public static void Keep(RunFolders store, PipelineRun run, PipelineStep step, string key)
    {
        var outputs = step.Outputs.Select(run.Fill).Select(path => new KeptOutput(path, Fingerprint.OfFiles(path) ?? throw new PipelineException($"The step '{step.Name}' was to make {path}, and has not."))).ToList();
        store.Keep(key, new(run.Id, outputs));
    }

    private static void Copy(string source, string target)
    {
        if (File.Exists(source))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
            File.Copy(source, target, overwrite: true);
            return;
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)) Copy(file, Path.Combine(target, Path.GetRelativePath(source, file)));
    }
}
