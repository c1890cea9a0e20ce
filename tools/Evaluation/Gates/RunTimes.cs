using RoomTypes.Inference;

namespace RoomTypes.Evaluate.Gates;

/// <summary>How long a run of a model takes here, one at a time.</summary>
internal static class RunTimes
{
    private const int WarmUps = 5;
    private const int Runs = 51;

    /// <summary>Medians in milliseconds, of a model and of another in turns: what else the machine does meets both.</summary>
    /// <param name="workers">Started.</param>
    /// <param name="model">The model.</param>
    /// <param name="other">The other; NaN without one.</param>
    /// <param name="picture">What is shown.</param>
    /// <param name="step">As of <see cref="GateRunner"/>.</param>
    public static async Task<(double Model, double Other)> MeasureAsync(WorkerPool workers, ModelSession model, ModelSession? other, string picture, Func<string, int, Action> step)
    {
        var bytes = await File.ReadAllBytesAsync(picture);
        var (own, others) = (new List<double>(), new List<double>());
        var progress = step("time of a run", WarmUps + Runs);
        for (var run = 0; run < WarmUps + Runs; run++)
        {
            own.Add(await RunAsync(workers, model, bytes));
            if (other is not null) others.Add(await RunAsync(workers, other, bytes));
            progress();
        }

        return (Median(own), Median(others));
    }

    private static async Task<double> RunAsync(WorkerPool workers, ModelSession model, byte[] picture)
    {
        var job = new PictureJob(picture, [model]);
        await workers.RunAsync([job], CancellationToken.None);
        return job.Inferring.TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Count == 0 ? double.NaN : times.Skip(WarmUps).Order().ElementAt(Runs / 2);
}
