using RoomTypes.Decoding;
using RoomTypes.Inference;

namespace RoomTypes.Evaluate.Gates;

/// <summary>Measures a version against the limits.</summary>
/// <param name="gates">The limits.</param>
/// <param name="workers">Started.</param>
/// <param name="decoder">Reads the pictures that are altered.</param>
/// <param name="model">The version.</param>
/// <param name="champion">The version in production; null if there is none, or it is the same.</param>
public sealed class GateRunner(GateFile gates, WorkerPool workers, ImageDecoder decoder, ModelSession model, ModelSession? champion)
{
    private readonly List<Gate> _results = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, double>> _metrics = [];

    /// <summary>Measures all of it.</summary>
    /// <param name="modelFile">The model's file.</param>
    /// <param name="time">When.</param>
    /// <param name="step">Told of each step: what it is, and how many pictures it has; returns what is called after each picture.</param>
    /// <param name="passOver">Told of files that are passed over.</param>
    /// <exception cref="EvaluationException">A data set cannot be read.</exception>
    public async Task<GateReport> RunAsync(string modelFile, DateTimeOffset time, Func<string, int, Action> step, Action<string> passOver)
    {
        if (gates.Megabytes is { } megabytes) Limit("size in MB", null, new FileInfo(modelFile).Length / 1e6, megabytes, isLeast: false);
        var sets = gates.DataSets.ToDictionary(set => set.Key, set => LabelledFolder.Read(Path.Combine(gates.Folder, set.Value.Folder), model.Manifest.Labels, passOver));
        foreach (var (name, limits) in gates.DataSets) await MeasureAsync(name, limits, sets[name], step);
        if (sets.Values.FirstOrDefault() is { } pictures) await MeasureTimeAsync(pictures, step);
        return new(model.Registered.Reference.ToString(), champion?.Registered.Reference.ToString(), time, _results, _metrics);
    }

    private async Task MeasureAsync(string name, DataSetGates limits, IReadOnlyList<LabelledPicture> pictures, Func<string, int, Action> step)
    {
        var result = await new Evaluation(workers, model, champion).RunAsync(pictures, step($"{name}, as it is", pictures.Count));
        Limit("pictures", name, result.Scores.Count, limits.Pictures, isLeast: true);
        Limit("accuracy", name, result.Scores.Accuracy, limits.Accuracy, isLeast: true);
        Limit("expected calibration error", name, result.Scores.CalibrationError, limits.CalibrationError, isLeast: false);
        for (var label = 0; label < result.Labels.Count; label++)
        {
            if (result.Scores.Confusion[label].Sum() > 0) Limit($"recall of {result.Labels[label]}", name, result.Scores.Recall(label), limits.Recall, isLeast: true);
        }

        if (champion is not null) Limit("agreement with the champion", name, result.Agreement, limits.Agreement, isLeast: true);
        var metrics = new Dictionary<string, double>
        {
            ["accuracy"] = Rounded(result.Scores.Accuracy),
            ["ece"] = Rounded(result.Scores.CalibrationError),
            ["nll"] = Rounded(result.Scores.NegativeLogLikelihood),
        };
        foreach (var (corruption, least) in limits.Robustness)
        {
            var altered = await new Evaluation(workers, model).RunAsync(pictures, step($"{name}, {corruption}", pictures.Count), (picture, number) => Corruption.Find(corruption)!.Apply(decoder, picture, seed: number));
            Limit($"accuracy under {corruption}", name, altered.Scores.Accuracy, least, isLeast: true);
            metrics[corruption] = Rounded(altered.Scores.Accuracy);
        }

        if (gates.Golden is { } golden) await MeasureGoldenAsync(name, Path.Combine(gates.Folder, golden), pictures);
        _metrics[name] = metrics;
    }

    private async Task MeasureGoldenAsync(string name, string file, IReadOnlyList<LabelledPicture> pictures)
    {
        if (GoldenAnswers.Read(file, model.Registered.Reference) is not { } golden) return;
        var difference = 0.0;
        var known = pictures.Where(picture => golden.Has(picture.Path)).ToList();
        foreach (var picture in known)
        {
            var job = new PictureJob(await File.ReadAllBytesAsync(picture.Path), [model]);
            await workers.RunAsync([job], CancellationToken.None);
            difference = Math.Max(difference, golden.Difference(picture.Path, job.Probabilities?[0] ?? []));
        }

        if (known.Count > 0) Limit("difference from the golden answers", name, difference, golden.Tolerance, isLeast: false);
    }

    private async Task MeasureTimeAsync(IReadOnlyList<LabelledPicture> pictures, Func<string, int, Action> step)
    {
        if (gates.LatencyOfChampion is null && gates.LatencyMilliseconds is null) return;
        var (own, champions) = await RunTimes.MeasureAsync(workers, model, champion, pictures[0].Path, step);
        Limit("run in ms", null, own, gates.LatencyMilliseconds, isLeast: false);
        if (champion is not null) Limit("run against the champion's", null, own / champions, gates.LatencyOfChampion, isLeast: false);
    }

    private void Limit(string name, string? dataSet, double measured, double? limit, bool isLeast)
    {
        if (limit is { } value) _results.Add(new(name, dataSet, measured, value, isLeast));
    }

    private static double Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 4) : 0;
}
