using RoomTypes.Decoding;
using RoomTypes.Inference;
using RoomTypes.Models;
using RoomTypes.Statistics.Drift;
using RoomTypes.Tests.Evaluate;

namespace RoomTypes.Tests.Drift;

/// <summary>What becomes of cameras is seen by the shipped model's own embeddings: samples, cropped at random, before and after.</summary>
public sealed class DriftDetectionTests(DriftDetectionTests.Fixture fixture) : IClassFixture<DriftDetectionTests.Fixture>
{
    private const int MostPictures = 500;

    [Theory]
    [InlineData("blur")]
    [InlineData("noise")]
    [InlineData("rotation")]
    [InlineData("crop")]
    public async Task Compare_PicturesOfAFaultyCamera_IsDriftWithinFiveHundred(string fault)
    {
        // As many as were enough when this was written, and not all five hundred: each takes time.
        var after = await fixture.SeeAsync(500, 180, (picture, seed) => fault switch
        {
            "blur" => picture.Blurred(3),
            "noise" => picture.Noisy(40, seed),
            "rotation" => picture.Rotated(20),
            _ => picture.Cropped(0.5, Math.Cos(seed), Math.Sin(seed)),
        });
        var report = DriftDetector.Compare(fixture.Reference, after);
        Assert.True(report.IsDrift, $"{fault}: e^{report.LogEvidence:0.0}");
        Assert.InRange(report.DetectedAfter!.Value, 1, MostPictures);
        Assert.True(report.Embedding!.Value.PValue < 0.05, $"{report.Embedding}");
    }

    [Fact]
    public async Task Compare_MorePicturesOfTheSame_IsNone() =>
        Assert.False(DriftDetector.Compare(fixture.Reference, await fixture.SeeAsync(9_000, 180, (picture, _) => picture)).IsDrift);

    public sealed class Fixture : IAsyncLifetime
    {
        private readonly RoomTypes.Hosting.ServiceOptions _options = TestOptions.Read("Models:Serve=room-type@2");
        private ModelCatalog _catalog = null!;
        private WorkerPool _workers = null!;

        public List<Seen> Reference { get; private set; } = [];

        public async Task InitializeAsync()
        {
            _catalog = await new ModelLoader(new FolderModelSource(Samples.ModelsFolder), _options.Models).LoadAsync(CancellationToken.None);
            _workers = new WorkerPool(_options.Inference, new ImageDecoder(_options.Decoding), Microsoft.Extensions.Logging.Abstractions.NullLogger<WorkerPool>.Instance);
            _workers.Start(_catalog);
            Reference = await SeeAsync(0, 300, (picture, _) => picture);
        }

        public Task DisposeAsync()
        {
            _workers.Dispose();
            _catalog.Dispose();
            return Task.CompletedTask;
        }

        /// <summary>What the model sees of samples by chance, each cropped a little by chance.</summary>
        internal async Task<List<Seen>> SeeAsync(int seed, int count, Func<AlteredPicture, int, AlteredPicture> change)
        {
            var random = new Random(seed);
            var seen = new List<Seen>();
            for (var i = 0; i < count; i++)
            {
                var picture = AlteredPicture.Of(AlteredPicture.Samples[random.Next(AlteredPicture.Samples.Count)]).Cropped(0.85 + (0.15 * random.NextDouble()), (2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
                var job = new PictureJob(change(picture, seed + i).ToPng(), [_catalog.Default]) { Embed = true };
                await _workers.RunAsync([job], CancellationToken.None);
                var best = Array.IndexOf(job.Probabilities![0], job.Probabilities[0].Max());
                seen.Add(new(job.Embeddings![0]!, _catalog.Default.Manifest.Labels[best], job.Probabilities[0][best]));
            }

            return seen;
        }
    }
}
