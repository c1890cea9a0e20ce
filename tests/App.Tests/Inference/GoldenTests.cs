using System.Text.Json;
using RoomTypes.Decoding;
using RoomTypes.Inference;
using RoomTypes.Models;

namespace RoomTypes.Tests.Inference;

/// <summary>The pipeline against the reference pipeline's probabilities (golden.json says how they were made).</summary>
public sealed class GoldenTests(SharedService shared) : IClassFixture<SharedService>
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(Samples.Folder, "golden.json"))).RootElement;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var version in Golden.GetProperty("probabilities").EnumerateObject())
            {
                foreach (var picture in version.Value.EnumerateObject()) cases.Add(version.Name, picture.Name);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Probabilities_OfEachSampleAndModel_AreThoseOfTheReference(string version, string picture)
    {
        var (catalog, pool) = await AllModels.Value;
        var job = new RoomTypes.Inference.PictureJob(Samples.Picture(picture), [catalog.Require(new ModelReference("room-type", version))]);
        await pool.RunAsync([job], CancellationToken.None);

        var expected = Golden.GetProperty("probabilities").GetProperty(version).GetProperty(picture).EnumerateArray().Select(value => value.GetSingle()).ToArray();
        var actual = job.Probabilities![0];
        var tolerance = Golden.GetProperty("toleranceScaled").GetProperty(version).GetSingle();
        Assert.Equal(Array.IndexOf(expected, expected.Max()), Array.IndexOf(actual, actual.Max()));
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
        Assert.Equal(1, actual.Sum(), 3);
    }

    [Fact]
    public void Labels_OfTheServedModels_AreInTheReferencesOrder() => Assert.All(
        shared.Service.Recognition.Catalog.Sessions,
        session => Assert.Equal(Golden.GetProperty("labels").EnumerateArray().Select(label => label.GetString()), session.Manifest.Labels));

    private static readonly Lazy<Task<(ModelCatalog, WorkerPool)>> AllModels = new(async () =>
    {
        var options = TestOptions.Read("Models:Serve=room-type@1,room-type@2,room-type@3");
        var catalog = await new ModelLoader(new FolderModelSource(options.Models.Source), options.Models).LoadAsync(CancellationToken.None);
        var pool = new WorkerPool(options.Inference, new ImageDecoder(options.Decoding), Microsoft.Extensions.Logging.Abstractions.NullLogger<WorkerPool>.Instance);
        pool.Start(catalog);
        return (catalog, pool);
    });
}
