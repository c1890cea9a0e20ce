namespace RoomTypes.Experiments.Files;

/// <summary>The features and experiments of the file, kept up to date.</summary>
public sealed class ExperimentPlan
{
    private readonly WatchedFile<IReadOnlyList<Feature>>? _file;

    /// <summary>Reads nothing yet.</summary>
    public ExperimentPlan(ExperimentOptions options, TimeProvider time, ILogger<ExperimentPlan> log)
    {
        Path = options.File;
        // A remote source needs no plan: without one there are assignments but no results.
        if (options.Source is VariationSourceKind.None || (options.Source != VariationSourceKind.Local && !File.Exists(options.File))) return;
        _file = new(options.File, ExperimentFile.Read, TimeSpan.FromSeconds(options.ReloadSeconds), time, log);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The features; empty without experiments.</summary>
    /// <exception cref="ExperimentFileException">The file could not be read, the first time.</exception>
    public IReadOnlyList<Feature> Features => _file?.Value ?? [];

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
}
