using System.Runtime.InteropServices;
using RoomTypes.Decoding;
using RoomTypes.Inference;
using RoomTypes.Models;

namespace RoomTypes.Tests.Inference;

public class OptimizedGraphsTests
{
    [Fact]
    public async Task Find_AfterOptimizing_IsLoadedAndAnswersAsTheModel()
    {
        using var folder = Samples.CopyModels();
        var expected = await AnswersAsync(folder.Path);
        await GraphOptimizer.RunAsync(folder.Path, RuntimeInformation.RuntimeIdentifier);
        Assert.NotNull(OptimizedGraphs.Find(ModelFile(folder.Path), Sha256));
        var actual = await AnswersAsync(folder.Path);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Find_WithoutARecord_IsNone() => Assert.Null(OptimizedGraphs.Find(ModelFile(Samples.ModelsFolder), Sha256));

    [Theory]
    [InlineData("\"onnxRuntime\":\"", "\"onnxRuntime\":\"0.")]
    [InlineData($"\"sourceSha256\":\"{Sha256}", "\"sourceSha256\":\"00")]
    public async Task Find_OfAnotherRuntimeOrModel_IsNone(string old, string @new)
    {
        using var folder = Samples.CopyModels();
        await GraphOptimizer.RunAsync(folder.Path, RuntimeInformation.RuntimeIdentifier);
        folder.Replace($"room-type/2/{OptimizedGraphs.RecordFile}", old, @new);
        Assert.Null(OptimizedGraphs.Find(ModelFile(folder.Path), Sha256));
    }

    [Fact]
    public async Task Load_AChangedGraph_NamesIt()
    {
        using var folder = Samples.CopyModels();
        await GraphOptimizer.RunAsync(folder.Path, RuntimeInformation.RuntimeIdentifier);
        var graph = OptimizedGraphs.Find(ModelFile(folder.Path), Sha256)!;
        File.AppendAllText(graph, "x");
        var failure = await Assert.ThrowsAsync<ModelUnavailableException>(() => LoadAsync(folder.Path));
        Assert.Contains(Path.GetFileName(graph), failure.Message);
    }

    private const string Sha256 = "e55583b43ba78dcb8b6122d46efec40dd5ef0fe913ceb5ff0e221046b2ebd86d";

    private static string ModelFile(string folder) => Path.Combine(folder, "room-type/2/model.onnx");

    private static async Task<List<float>> AnswersAsync(string folder)
    {
        using var catalog = await LoadAsync(folder);
        var options = TestOptions.Read();
        using var worker = new Worker(new ImageDecoder(options.Decoding), catalog);
        var answers = new List<float>();
        foreach (var picture in new[] { Samples.Kitchen, Samples.Bedroom })
        {
            var job = new PictureJob(picture, [.. catalog.Sessions]);
            worker.Run(job);
            answers.AddRange(job.Probabilities!.SelectMany(probabilities => probabilities));
        }

        return answers;
    }

    private static Task<ModelCatalog> LoadAsync(string folder) => new ModelLoader(
        new FolderModelSource(folder),
        new ModelOptions { Source = folder, Serve = [], CacheFolder = folder, DownloadAttempts = 1 }).LoadAsync(CancellationToken.None);
}
