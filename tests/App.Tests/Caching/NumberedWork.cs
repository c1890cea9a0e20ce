using System.Buffers.Binary;
using RoomTypes.Decoding;
using RoomTypes.Inference;

namespace RoomTypes.Tests.Caching;

/// <summary>Work without pictures: each is a number, and what a model says of it follows from both.</summary>
internal sealed class NumberedWork(IReadOnlyList<ModelSession> models)
{
    /// <summary>The picture that cannot be read.</summary>
    public const int Broken = -1;

    private int _runs;

    public int Runs => _runs;

    public TaskCompletionSource? Gate { get; init; }

    public bool Yields { get; init; }

    public PictureJob Job(int number, params int[] modelIndexes)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return new(bytes, [.. modelIndexes.Select(index => models[index])]);
    }

    public Task RunAsync(IReadOnlyList<PictureJob> jobs) => RunAsync(jobs, default);

    public async Task RunAsync(IReadOnlyList<PictureJob> jobs, CancellationToken cancellationToken)
    {
        if (Gate is not null) await Gate.Task.WaitAsync(cancellationToken);
        foreach (var job in jobs)
        {
            if (Yields) await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            Interlocked.Add(ref _runs, job.Models.Count);
            if (Number(job) == Broken) job.Rejection = ImageRejectedException.Broken("test", "on purpose");
            else (job.Probabilities, job.Energies) = (Right(job), Energies(job));
            job.Inferring = TimeSpan.FromMilliseconds(3 * job.Models.Count);
            job.Done?.Invoke(job);
        }
    }

    public void AssertRight(params PictureJob[] jobs) => Assert.All(jobs, job => Assert.Equal((IEnumerable<float>)[.. Right(job).SelectMany(own => own), .. Energies(job)], [.. job.Probabilities!.SelectMany(own => own), .. job.Energies!]));

    private float[] Energies(PictureJob job) => [.. Right(job).Select(probabilities => -10 * probabilities[0])];

    private static int Number(PictureJob job) => BinaryPrimitives.ReadInt32LittleEndian(job.Image.Span);

    private float[][] Right(PictureJob job) => [.. job.Models.Select(model => new float[] { Number(job), models.ToList().IndexOf(model) }.Concat(new float[model.Manifest.Labels.Count - 2]).ToArray())];
}
