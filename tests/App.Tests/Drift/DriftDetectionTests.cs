using RoomTypes.Decoding;
using RoomTypes.Evaluate;
using RoomTypes.Inference;
using RoomTypes.Models;
using RoomTypes.Statistics.Drift;
using RoomTypes.Tests.Evaluate;
using Xunit.Abstractions;

namespace RoomTypes.Tests.Drift;

/// <summary>What becomes of cameras is seen by the shipped model's own embeddings: samples, cropped at random, before and after.</summary>
public sealed class DriftDetectionTests(DriftDetectionTests.Fixture fixture, ITestOutputHelper output) : IClassFixture<DriftDetectionTests.Fixture>
{
    private const int MostPictures = 500;
    private const int PicturesOfALook = 50;

    /// <summary>Every corruption of the gates, by looks at what there is so far: the alarm is valid at any number of them.</summary>
    [Theory]
    [InlineData("blur")]
    [InlineData("noise")]
    [InlineData("dark")]
    [InlineData("rotation")]
    [InlineData("crop")]
    public async Task Compare_PicturesOfAFaultyCamera_IsDriftWithinFiveHundred(string fault)
    {
        var corruption = Corruption.Find(fault)!;
        var after = new List<Seen>();
        DriftReport report;
        do
        {
            after.AddRange(await fixture.SeeAsync(500 + after.Count, PicturesOfALook, (picture, seed) => corruption.Apply(fixture.Decoder, picture, seed)));
            report = DriftDetector.Compare(fixture.Reference, after);
        }
        while (!report.IsDrift && after.Count < MostPictures);

        output.WriteLine($"{fault}: {report.DetectedAfter} ({report.Strongest}), e^{report.LogEvidence:0.0} after {after.Count}; {report.Embedding}; {report.Before}; {report.Since}");
        Assert.True(report.IsDrift, $"{fault}: e^{report.LogEvidence:0.0} of {report.Strongest}");
        Assert.InRange(report.DetectedAfter!.Value, 1, MostPictures);
    }

    [Fact]
    public async Task Compare_MorePicturesOfTheSame_IsNone() =>
        Assert.False(DriftDetector.Compare(fixture.Reference, await fixture.SeeAsync(9_000, 300, (picture, _) => fixture.Unaltered(picture))).IsDrift);

    public sealed class Fixture : IAsyncLifetime
    {
        private readonly RoomTypes.Hosting.ServiceOptions _options = TestOptions.Read("Models:Serve=room-type@2");
        private ModelCatalog _catalog = null!;
        private WorkerPool _workers = null!;

        public ImageDecoder Decoder { get; } = new(TestOptions.Read().Decoding);

        public List<Seen> Reference { get; private set; } = [];

        public async Task InitializeAsync()
        {
            _catalog = await new ModelLoader(new FolderModelSource(Samples.ModelsFolder), _options.Models).LoadAsync(CancellationToken.None);
            _workers = new WorkerPool(_options.Inference, new ImageDecoder(_options.Decoding), Microsoft.Extensions.Logging.Abstractions.NullLogger<WorkerPool>.Instance);
            _workers.Start(_catalog);
            Reference = await SeeAsync(0, 300, (picture, _) => Unaltered(picture));
        }

        public Task DisposeAsync()
        {
            _workers.Dispose();
            _catalog.Dispose();
            return Task.CompletedTask;
        }

        /// <summary>As pictures are before a corruption: else the change of size would be what is found.</summary>
        internal byte[] Unaltered(byte[] picture)
        {
            var rgb = new byte[Corruption.Side * Corruption.Side * 3];
            Decoder.Decode(picture, Corruption.Side, Corruption.Side, rgb);
            return Png.Encode(rgb, Corruption.Side, Corruption.Side);
        }

        /// <summary>What the model sees of samples by chance, each cropped a little by chance.</summary>
        internal async Task<List<Seen>> SeeAsync(int seed, int count, Func<byte[], int, byte[]> change)
        {
            var random = new Random(seed);
            var seen = new List<Seen>();
            for (var i = 0; i < count; i++)
            {
                var picture = AlteredPicture.Of(AlteredPicture.Samples[random.Next(AlteredPicture.Samples.Count)]).Cropped(0.85 + (0.15 * random.NextDouble()), (2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
                var job = new PictureJob(change(picture.ToPng(), seed + i), [_catalog.Default]) { Embed = true };
                await _workers.RunAsync([job], CancellationToken.None);
                var best = Array.IndexOf(job.Probabilities![0], job.Probabilities[0].Max());
                var quality = job.Quality!.Value;
                seen.Add(new(job.Embeddings![0]!, _catalog.Default.Manifest.Labels[best], job.Probabilities[0][best]) { Quality = new(quality.Brightness, quality.Sharpness, quality.Megapixels) });
            }

            return seen;
        }
    }
}
