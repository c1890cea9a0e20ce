using System.Runtime.InteropServices;
using Google.Protobuf;
using RoomTypes.Decoding;
using RoomTypes.Inference;
using RoomTypes.Models;
using RoomTypes.Models.Onnx;

namespace RoomTypes.Tests.Inference;

public sealed class ClassActivationTests(ClassActivationTests.Models models) : IClassFixture<ClassActivationTests.Models>
{
    [Theory]
    [InlineData("1", false)]
    [InlineData("2", false)]
    [InlineData("3", false)]
    [InlineData("1", true)]
    [InlineData("2", true)]
    [InlineData("3", true)]
    public void Sum_OfEachLabelsMapAndItsBias_IsItsLogit(string version, bool optimized)
    {
        var model = models.Of(optimized).Require(new ModelReference("room-type", version));
        using var input = new InputTensor(model.InputSize);
        using var runner = new ModelRunner(model);
        for (var seed = 0; seed < 20; seed++)
        {
            Draw(input.Pixels, model.InputSize.Width, new Random(seed));
            var expected = runner.Run(input).ToArray();
            var probabilities = runner.Run(input, model.Manifest.Labels, out var maps);

            Assert.Equal(expected, probabilities.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
            Assert.Equal(maps[0].Label, Array.IndexOf(expected, expected.Max()));
            var logits = maps.OrderBy(map => map.Label).Select(map => map.Contributions.Sum(value => (double)value) + map.Bias).ToList();
            var total = logits.Sum(Math.Exp);
            Assert.All(expected.Zip(logits), pair => Assert.Equal(Math.Log(pair.First), pair.Second - Math.Log(total), 1e-3));
        }
    }

    [Theory]
    [InlineData("kitchen_1.jpg")]
    [InlineData("bedroom_1.jpg")]
    [InlineData("bathroom_1.jpg")]
    public void Map_OfAMirroredPicture_IsMirrored(string picture)
    {
        var model = models.Of(optimized: false).Default;
        using var input = new InputTensor(model.InputSize);
        using var runner = new ModelRunner(model);
        new ImageDecoder(TestOptions.Read().Decoding).Decode(Samples.Picture(picture), model.InputSize.Width, model.InputSize.Height, input.Pixels);
        runner.Run(input, [], out var maps);
        Mirror(MemoryMarshal.Cast<byte, Rgb>(input.Pixels), model.InputSize.Width);
        runner.Run(input, [model.Manifest.Labels[maps[0].Label]], out var mirrored);

        var (plain, other) = (maps[0].Contributions, mirrored.Single(map => map.Label == maps[0].Label).Contributions.ToArray());
        var asItIs = Correlation(plain, other);
        Mirror(other.AsSpan(), maps[0].Width);
        Assert.InRange(Correlation(plain, other), Math.Max(asItIs, 0.8), 1);
    }

    [Fact]
    public void Head_OfAGraphWithAnotherEnd_IsNone()
    {
        var spec = new HeadSpec("head.weight", "head.bias");
        Assert.NotNull(ClassifierHead.Find(Changed(_ => { }), spec));
        Assert.Null(ClassifierHead.Find(Changed(_ => { }), new("weight", "bias")));
        Assert.Null(ClassifierHead.Find(Changed(graph => Node(graph, "ReduceMean").OpType = "ReduceMax"), spec));
        Assert.Null(ClassifierHead.Find(Changed(graph => Attribute(graph, "ReduceMean", "axes").Ints[0] = 1), spec));
        Assert.Null(ClassifierHead.Find(Changed(graph => Attribute(graph, "Gemm", "transB").I = 0), spec));
        Assert.Null(ClassifierHead.Find(Changed(graph => Attribute(graph, "Gemm", "alpha").F = 2), spec));
        Assert.Null(ClassifierHead.Find(Changed(graph => graph.Initializer.Single(tensor => tensor.Name == "head.bias").RawData = ByteString.Empty), spec));
        Assert.Null(ClassifierHead.Find([1, 2, 3], spec));
        Assert.Null(ClassifierHead.Find([], spec));
    }

    private static byte[] Changed(Action<GraphProto> change)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(Samples.ModelsFolder, "room-type/2/model.onnx")));
        change(model.Graph);
        return model.ToByteArray();
    }

    private static NodeProto Node(GraphProto graph, string type) => graph.Node.Single(node => node.OpType == type);

    private static AttributeProto Attribute(GraphProto graph, string type, string name) => Node(graph, type).Attribute.Single(attribute => attribute.Name == name);

    /// <summary>Noise with rectangles: pictures on which the model has opinions.</summary>
    private static void Draw(Span<byte> pixels, int width, Random random)
    {
        random.NextBytes(pixels);
        for (var i = 0; i < 12; i++)
        {
            var (left, top, color) = (random.Next(width), random.Next(width), new Rgb((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)));
            var (wide, bottom) = (random.Next(width - left), random.Next(top, width));
            for (var y = top; y < bottom; y++) MemoryMarshal.Cast<byte, Rgb>(pixels).Slice((y * width) + left, wide).Fill(color);
        }
    }

    private static void Mirror<T>(Span<T> rows, int width)
    {
        for (; rows.Length > 0; rows = rows[width..]) rows[..width].Reverse();
    }

    private static double Correlation(float[] a, float[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var covariance = a.Zip(b).Sum(pair => (pair.First - meanA) * (pair.Second - meanB));
        return covariance / Math.Sqrt(a.Sum(value => (value - meanA) * (value - meanA)) * b.Sum(value => (value - meanB) * (value - meanB)));
    }

    private readonly record struct Rgb(byte Red, byte Green, byte Blue);

    /// <summary>All models, as they are shipped and as graphs that were optimised at the build.</summary>
    public sealed class Models : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = Samples.CopyModels();
        private ModelCatalog _shipped = null!;
        private ModelCatalog _optimized = null!;

        public ModelCatalog Of(bool optimized) => optimized ? _optimized : _shipped;

        public async Task InitializeAsync()
        {
            _shipped = await LoadAsync(Samples.ModelsFolder);
            await GraphOptimizer.RunAsync(_folder.Path, RuntimeInformation.RuntimeIdentifier);
            _optimized = await LoadAsync(_folder.Path);
        }

        public Task DisposeAsync()
        {
            _shipped.Dispose();
            _optimized.Dispose();
            _folder.Dispose();
            return Task.CompletedTask;
        }

        private static Task<ModelCatalog> LoadAsync(string folder)
        {
            var options = TestOptions.Read($"Models:Source={folder}", "Models:Serve=room-type@2,room-type@1,room-type@3").Models;
            return new ModelLoader(new FolderModelSource(folder), options).LoadAsync(CancellationToken.None);
        }
    }
}
