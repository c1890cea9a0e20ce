using RoomTypes.Decoding;
using RoomTypes.Evaluate;
using RoomTypes.Inference;
using RoomTypes.Learning.Heads;
using RoomTypes.Learning.Onnx;
using RoomTypes.Models;
using RoomTypes.Tests.Evaluate;
using Xunit.Abstractions;

namespace RoomTypes.Tests.Unknown;

/// <summary>
/// How well pictures that show none of a model's rooms are told from those that do. Once they are of a room: a label is taken out of the shipped
/// head and of what the candidates are fitted to, and so is one of the three samples of each other room, and these are told from the label's.
/// And once they are of none. The samples are few and drawn: what is measured are the differences between candidates (docs/decisions/0086).
/// </summary>
public sealed class HeldOutRoomTests(ITestOutputHelper output, HeldOutRoomTests.Fixture seen) : IClassFixture<HeldOutRoomTests.Fixture>
{
    private const string Chosen = "energy";
    private const int Labels = 6;
    private const int Samples = 3;

    [Fact]
    public void Auroc_OfARoomThatIsLeftOut_IsHighAndNoOtherCandidatesIsHigher()
    {
        var found = new Dictionary<string, List<(double Auroc, double Through)>>();
        for (var strange = 0; strange < Labels; strange++)
        {
            for (var sample = 1; sample <= Samples; sample++)
            {
                Judge(found, Candidates(strange, sample), own => own.Label != strange && own.Sample == sample, [.. seen.Rooms.Where(own => own.Label == strange).Select(own => own.Embedding)]);
            }
        }

        var aurocs = Means("a room that is left out", found);
        Assert.InRange(aurocs[Chosen], 0.95, 1);
        Assert.All(aurocs.Values, auroc => Assert.InRange(auroc, 0, aurocs[Chosen] + 0.005));
    }

    [Theory]
    [InlineData("a close-up", 0.7)]
    [InlineData("a covered lens", 0.8)]
    [InlineData("tiles mixed", 0.75)]
    public void Auroc_OfPicturesOfNoRoom_IsAboveChance(string kind, double least)
    {
        var found = new Dictionary<string, List<(double Auroc, double Through)>>();
        var strangers = seen.Nothing.Where(own => own.Kind == kind).Select(own => own.Embedding).ToList();
        for (var sample = 1; sample <= Samples; sample++) Judge(found, Candidates(-1, sample), own => own.Sample == sample && own.IsFair, strangers);
        Assert.InRange(Means(kind, found)[Chosen], least, 1);
    }

    [Fact]
    public void Threshold_OfTheManifest_IsWhatNineteenOfTwentyPicturesAreBelow()
    {
        var energies = seen.Rooms.Where(own => own.IsFair).Select(own => (double)Energy.Of(Array.ConvertAll(Logits(own.Embedding), logit => (float)logit))).ToList();
        output.WriteLine($"{seen.Model}: {UnknownThreshold.Of(energies)}; of {energies.Count}: {string.Join(" ", energies.Order().TakeLast(10).Select(energy => $"{energy:0.00}"))}");
        Assert.Equal(UnknownThreshold.Of(energies), seen.Threshold, 0.05);
    }

    private double[] Logits(float[] embedding)
    {
        var logits = new double[Labels];
        seen.Head.Logits(embedding, logits);
        return logits;
    }

    private IReadOnlyDictionary<string, Func<float[], double>> Candidates(int strange, int sample) => UnknownScores.Fit(
        seen.Head, [.. Enumerable.Range(0, Labels).Where(label => label != strange)],
        [.. seen.Rooms.Where(own => own.Label != strange && own.Sample != sample).Select(own => new Labelled(own.Embedding, own.Label))]);

    private void Judge(
        Dictionary<string, List<(double Auroc, double Through)>> found, IReadOnlyDictionary<string, Func<float[], double>> candidates, Func<SeenRoom, bool> isKnown, IReadOnlyList<float[]> strangers)
    {
        foreach (var (name, score) in candidates)
        {
            var known = seen.Rooms.Where(isKnown).Select(own => score(own.Embedding)).Order().ToList();
            var strange = strangers.Select(score).ToList();
            var threshold = known[(int)Math.Ceiling(UnknownThreshold.Kept * known.Count) - 1];
            if (!found.TryGetValue(name, out var list)) found[name] = list = [];
            list.Add((UnknownScores.Auroc(known, strange), strange.Count(value => value <= threshold) / (double)strange.Count));
        }
    }

    private Dictionary<string, double> Means(string strangers, Dictionary<string, List<(double Auroc, double Through)>> found)
    {
        foreach (var (name, list) in found)
            output.WriteLine($"{seen.Model} | {strangers} | {name} | {list.Average(one => one.Auroc):0.000} | {list.Min(one => one.Auroc):0.000} | {list.Average(one => one.Through):0.00}");
        return found.ToDictionary(pair => pair.Key, pair => pair.Value.Average(one => one.Auroc));
    }

    /// <summary>A picture of a sample's room; fair are those that a good camera could have taken.</summary>
    internal readonly record struct SeenRoom(float[] Embedding, int Label, int Sample, bool IsFair);

    /// <summary>What a model sees of the samples, altered in many ways.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        /// <summary>Another model is measured by naming it.</summary>
        public string Model { get; } = Environment.GetEnvironmentVariable("UNKNOWN_MODEL") ?? "room-type@2";

        internal List<SeenRoom> Rooms { get; } = [];

        internal List<(string Kind, float[] Embedding)> Nothing { get; } = [];

        internal Head Head { get; private set; } = null!;

        internal double Threshold { get; private set; }

        public async Task InitializeAsync()
        {
            var options = TestOptions.Read($"Models:Serve={Model}");
            var decoder = new ImageDecoder(options.Decoding);
            using var catalog = await new ModelLoader(new FolderModelSource(Support.Samples.ModelsFolder), options.Models).LoadAsync(CancellationToken.None);
            using var workers = new WorkerPool(options.Inference, decoder, Microsoft.Extensions.Logging.Abstractions.NullLogger<WorkerPool>.Instance);
            workers.Start(catalog);
            Threshold = catalog.Default.Manifest.Unknown!.Threshold;
            Head = new HeadFile(File.ReadAllBytes(Path.Combine(Support.Samples.ModelsFolder, catalog.Default.Registered.Folder, "model.onnx")), "head.weight", "head.bias").Head;
            foreach (var sample in AlteredPicture.Samples)
            {
                var label = catalog.Default.LabelIndex(AlteredPicture.LabelOf(sample));
                foreach (var (picture, isFair) in Variants(decoder, sample)) Rooms.Add(new(await SeeAsync(picture), label, sample[^5] - '0', isFair));
                foreach (var (kind, picture) in NoRooms(sample)) Nothing.Add((kind, await SeeAsync(picture)));
            }

            async Task<float[]> SeeAsync(byte[] picture)
            {
                var job = new PictureJob(picture, [catalog.Default]) { Embed = true };
                await workers.RunAsync([job], CancellationToken.None);
                return job.Embeddings![0]!;
            }
        }

        public Task DisposeAsync() => Task.CompletedTask;

        private static IEnumerable<(byte[] Picture, bool IsFair)> Variants(ImageDecoder decoder, string sample)
        {
            var (file, random) = (Support.Samples.Picture(sample), new Random(sample[^5]));
            yield return (file, true);
            foreach (var corruption in Corruption.All) yield return (corruption.Apply(decoder, file, 1), false);
            for (var i = 0; i < 6; i++) yield return (AlteredPicture.Of(sample).Cropped(0.6 + (0.4 * random.NextDouble()), (2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1).ToPng(), true);
        }

        private static IEnumerable<(string Kind, byte[] Picture)> NoRooms(string sample)
        {
            var random = new Random(sample[^5]);
            yield return ("a close-up", AlteredPicture.Of(sample).Cropped(0.08, (2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1).ToPng());
            yield return ("a covered lens", AlteredPicture.Of(sample).Blurred(30).Darkened(0.1).ToPng());
            yield return ("tiles mixed", AlteredPicture.Of(sample).Mixed(8, sample[^5]).ToPng());
        }
    }
}
