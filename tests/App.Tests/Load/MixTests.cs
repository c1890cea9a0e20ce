using RoomTypes.Load;
using RoomTypes.V1;

namespace RoomTypes.Tests.Load;

public sealed class MixTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Next_OfKindsWithWeights_IsEachAsOftenAsItWeighs()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "a.jpg"), [1]);
        File.WriteAllBytes(Path.Combine(_folder.Path, "b.webp"), [2]);
        var mix = Read("""{"requests":[{"weight":9,"pictures":["a.jpg"]},{"pictures":["."],"perRequest":3,"models":["room-type@3"]}]}""");
        var random = new Random(1);
        var bodies = Enumerable.Range(0, 10_000).Select(_ => mix.Next(random)).ToList();
        Assert.InRange(bodies.Count(body => body.ContentType == "image/jpeg"), 8_850, 9_150);
        var whole = RecognizeRequest.Parser.ParseFrom(bodies.First(body => body.ContentType == "application/x-protobuf").Content.Span);
        Assert.Equal(3, Assert.Single(whole.Rooms).Images.Count);
        Assert.Equal(["room-type@3"], whole.Models);
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("{}", "cannot be read")]
    [InlineData("""{"requests":[]}""", "allowed is a list of at least one")]
    [InlineData("""{"requests":[{"pictures":["a.jpg"],"wieght":1}]}""", "wieght")]
    [InlineData("""{"requests":[{"pictures":["a.jpg"],"weight":0}]}""", "a weight of 0; allowed is a number over 0")]
    [InlineData("""{"requests":[{"pictures":["a.jpg"],"perRequest":0}]}""", "perRequest is 0; allowed is 1 or more")]
    [InlineData("""{"requests":[{"pictures":["b.jpg"]}]}""", "cannot be read")]
    [InlineData("""{"requests":[{"pictures":[]}]}""", "There are no pictures")]
    public void Read_OfWhatCannotBe_TellsWhat(string json, string told)
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "a.jpg"), [1]);
        Assert.Contains(told, Assert.Throws<LoadException>(() => Read(json)).Message);
    }

    private Mix Read(string json)
    {
        var file = Path.Combine(_folder.Path, "mix.json");
        File.WriteAllText(file, json);
        return Mix.Read(file);
    }
}
