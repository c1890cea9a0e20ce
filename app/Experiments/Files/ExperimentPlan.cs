using RoomTypes.Experiments.AppConfig;

namespace RoomTypes.Experiments.Files;

/// <summary>The features and experiments of the file, kept up to date, and of AppConfig's experiment run if there is one.</summary>
public sealed class ExperimentPlan
{
    private readonly WatchedFile<ExperimentContent>? _file;
    private volatile ExperimentRun? _run;
    private volatile Merged? _merged;

    /// <summary>Reads nothing yet.</summary>
    public ExperimentPlan(ExperimentOptions options, TimeProvider time, ILogger<ExperimentPlan> log)
    {
        Path = options.File;
        // A remote source needs no plan: without one there are assignments but no results.
        if (options.Source is VariationSourceKind.None || (options.Source != VariationSourceKind.Local && !File.Exists(options.File))) return;
        _file = new(options.File, ExperimentFile.ReadContent, TimeSpan.FromSeconds(options.ReloadSeconds), time, log.ExperimentsReloaded, log.ExperimentsNotReloaded);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The features; empty without experiments.</summary>
    /// <exception cref="ExperimentFileException">The file could not be read, the first time.</exception>
    public IReadOnlyList<Feature> Features
    {
        get
        {
            var (features, run) = (_file?.Value.Features ?? [], _run);
            if (run is null) return features;
            var merged = _merged;
            if (merged is null || merged.File != features || merged.Run != run) _merged = merged = new(features, run, RunPlan.Merge(features, run));
            return merged.Features;
        }
    }

    /// <summary>The state of the file that is in force; null without a file.</summary>
    /// <inheritdoc cref="Features"/>
    public string? Revision => _file?.Value.Revision;

    /// <summary>Whether it can be read.</summary>
    public bool IsReadable
    {
        get
        {
            try
            {
                _ = Features;
                return true;
            }
            catch (ExperimentFileException)
            {
                return false;
            }
        }
    }

    /// <summary>Takes a change of the file into force now.</summary>
    internal void Refresh() => _file?.Refresh(isChanged: true);

    /// <summary>Takes who gets what from an experiment run.</summary>
    /// <returns>Whether it is another run than before.</returns>
    /// <exception cref="FormatException">The run cannot be a plan; what was before stays in force.</exception>
    internal bool Use(ExperimentRun run)
    {
        _ = RunPlan.Merge(_file?.Value.Features ?? [], run);
        var isOther = _run?.Number != run.Number;
        _run = run;
        return isOther;
    }

    /// <summary>The feature of that name, or null.</summary>
    public Feature? Find(string feature)
    {
        var features = Features;
        for (var i = 0; i < features.Count; i++)
        {
            if (features[i].Name == feature) return features[i];
        }

        return null;
    }

    private sealed record Merged(IReadOnlyList<Feature> File, ExperimentRun Run, IReadOnlyList<Feature> Features);
}
