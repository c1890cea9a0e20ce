using System.Diagnostics;
using RoomTypes.Decoding;
using RoomTypes.Inference;

namespace RoomTypes.Evaluate;

/// <summary>What came of an evaluation.</summary>
/// <param name="Model">name@version.</param>
/// <param name="Labels">The model's labels.</param>
/// <param name="Scores">Sums over the pictures that could be read.</param>
/// <param name="Failures">Pictures that could not be read.</param>
/// <param name="Elapsed">From the first picture to the last.</param>
public sealed record EvaluationResult(
    string Model, IReadOnlyList<string> Labels, Scores Scores, IReadOnlyList<PictureFailure> Failures, TimeSpan Elapsed)
{
    /// <summary>Pictures a second over all cores, reading the files included.</summary>
    public double PicturesPerSecond => (Scores.Count + Failures.Count) / Elapsed.TotalSeconds;

    /// <summary>The share of pictures to which a second model gives the same label; 0 to 1, NaN without one or without pictures.</summary>
    public double Agreement { get; init; } = double.NaN;

    /// <summary>The energy below which 95% of the pictures are, in nats: what the manifest's unknown.threshold would be by them. NaN where the model tells none.</summary>
    public double UnknownThreshold { get; init; } = double.NaN;

    /// <summary>The share of pictures that count as unknown by the manifest's threshold; 0 to 1, NaN where it has none.</summary>
    public double UnknownShare { get; init; } = double.NaN;
}

/// <summary>A picture that could not be read.</summary>
/// <param name="File">Its path.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">For people.</param>
public sealed record PictureFailure(string File, string Code, string Message);

/// <summary>Shows a model the pictures, through the same decoding and inference as the server.</summary>
/// <param name="workers">Started.</param>
/// <param name="model">The model.</param>
/// <param name="second">A model to compare it with, or none.</param>
public sealed class Evaluation(WorkerPool workers, ModelSession model, ModelSession? second = null)
{
    /// <summary>Shows it all of them.</summary>
    /// <param name="pictures">Where they are and what they show.</param>
    /// <param name="progress">Called after each picture.</param>
    /// <param name="alter">Makes of a picture's bytes and its number what is shown instead; null shows it as it is.</param>
    public async Task<EvaluationResult> RunAsync(IReadOnlyList<LabelledPicture> pictures, Action progress, Func<byte[], int, byte[]>? alter = null)
    {
        var labels = model.Manifest.Labels;
        var scores = new Scores(labels);
        var failures = new List<PictureFailure>();
        var alike = 0;
        var energies = new List<double>();
        var start = Stopwatch.GetTimestamp();
        // As many as there are workers, each read and worked on by one thread: a picture that finds a worker idle changes none.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = workers.Workers };
        await Parallel.ForEachAsync(Enumerable.Range(0, pictures.Count), parallel, async (number, cancellationToken) =>
        {
            var picture = pictures[number];
            var (probabilities, energy, rejection) = await ShowAsync(File.ReadAllBytes(picture.Path), number, alter, cancellationToken);
            lock (scores)
            {
                if (rejection is not null) failures.Add(new(picture.Path, rejection.Code, rejection.Message));
                else
                {
                    scores.Add(picture.Label, probabilities![0]);
                    energies.Add(energy);
                }

                if (second is not null && probabilities is not null && Label(model, probabilities[0]) == Label(second, probabilities[1])) alike++;
                progress();
            }
        });
        failures.Sort((left, right) => string.CompareOrdinal(left.File, right.File));
        return new(model.Registered.Reference.ToString(), labels, scores, failures, Stopwatch.GetElapsedTime(start))
        {
            Agreement = second is null ? double.NaN : (double)alike / scores.Count,
            UnknownThreshold = Evaluate.UnknownThreshold.Of(energies),
            UnknownShare = model.Manifest.Unknown is { } unknown ? (double)energies.Count(energy => energy >= unknown.Threshold) / energies.Count : double.NaN,
        };
    }

    private async Task<(float[][]? Probabilities, float Energy, ImageRejectedException? Rejection)> ShowAsync(byte[] picture, int number, Func<byte[], int, byte[]>? alter, CancellationToken cancellationToken)
    {
        try
        {
            var job = new PictureJob(alter is null ? picture : alter(picture, number), second is null ? [model] : [model, second]);
            await workers.RunAsync([job], cancellationToken);
            return (job.Probabilities, job.Energies?[0] ?? float.NaN, job.Rejection);
        }
        catch (ImageRejectedException rejection)
        {
            return (null, float.NaN, rejection);
        }
    }

    private static string Label(ModelSession model, float[] probabilities) => model.Manifest.Labels[Array.IndexOf(probabilities, probabilities.Max())];
}
