using System.Diagnostics;
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
}

/// <summary>A picture that could not be read.</summary>
/// <param name="File">Its path.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">For people.</param>
public sealed record PictureFailure(string File, string Code, string Message);

/// <summary>Shows a model the pictures, through the same decoding and inference as the server.</summary>
/// <param name="workers">Started.</param>
/// <param name="model">The model.</param>
public sealed class Evaluation(WorkerPool workers, ModelSession model)
{
    /// <summary>Shows it all of them.</summary>
    /// <param name="pictures">Where they are and what they show.</param>
    /// <param name="progress">Called after each picture.</param>
    public async Task<EvaluationResult> RunAsync(IReadOnlyList<LabelledPicture> pictures, Action progress)
    {
        var labels = model.Manifest.Labels;
        var scores = new Scores(labels);
        var failures = new List<PictureFailure>();
        var start = Stopwatch.GetTimestamp();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = workers.Workers * 2 };
        await Parallel.ForEachAsync(pictures, parallel, async (picture, cancellationToken) =>
        {
            var job = new PictureJob(await File.ReadAllBytesAsync(picture.Path, cancellationToken), [model]);
            await workers.RunAsync([job], cancellationToken);
            lock (scores)
            {
                if (job.Rejection is { } rejection) failures.Add(new(picture.Path, rejection.Code, rejection.Message));
                else scores.Add(picture.Label, job.Probabilities![0]);
                progress();
            }
        });
        failures.Sort((left, right) => string.CompareOrdinal(left.File, right.File));
        return new(model.Registered.Reference.ToString(), labels, scores, failures, Stopwatch.GetElapsedTime(start));
    }
}
