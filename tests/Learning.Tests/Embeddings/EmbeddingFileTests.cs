using RoomTypes.Learning.Embeddings;

namespace RoomTypes.Learning.Tests.Embeddings;

public sealed class EmbeddingFileTests : IDisposable
{
    private static readonly string[] Labels = ["a", "b", "c", "d"];
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Read_WhatWasWritten_HasItAsFloat16AndKept()
    {
        var examples = Homes.Draw(1, 3, 4);
        EmbeddingFile.Write(_file, "network", Labels, examples);
        var read = EmbeddingFile.Read(_file, "network", Labels);
        Assert.Equal(examples.Select(example => (example.Label, example.Group)), read.Select(example => (example.Label, example.Group)));
        Assert.Equal(examples.SelectMany(example => example.Vector).Select(value => (float)(Half)value), read.SelectMany(example => example.Vector));
        Assert.All(read, example => Assert.Equal(Origin.Kept, example.Origin));
    }

    [Fact]
    public void Read_OfAnotherNetworkOrLabels_SaysWhichAndWhatIsAllowed()
    {
        EmbeddingFile.Write(_file, "network", Labels, Homes.Draw(1, 3, 4));
        Assert.Contains("allowed is 'other'", Assert.Throws<LearningException>(() => EmbeddingFile.Read(_file, "other", Labels)).Message);
        Assert.Contains("allowed is 'a,b'", Assert.Throws<LearningException>(() => EmbeddingFile.Read(_file, "network", ["a", "b"])).Message);
    }

    [Fact]
    public void Read_ACutOrForeignFile_RefusesIt()
    {
        EmbeddingFile.Write(_file, "network", Labels, Homes.Draw(1, 3, 4));
        var bytes = File.ReadAllBytes(_file);
        foreach (var length in new[] { 0, 10, 60, bytes.Length - 1 })
        {
            File.WriteAllBytes(_file, bytes[..length]);
            Assert.Throws<LearningException>(() => EmbeddingFile.Read(_file, "network", Labels));
        }
    }

    [Fact]
    public void Digest_OfExamples_ChangesWithEachOfTheirParts()
    {
        var examples = Homes.Draw(1, 3, 4);
        var changed = new[] { examples, examples[1..], [examples[0] with { Label = 3 }, .. examples[1..]], [examples[0] with { Group = "x" }, .. examples[1..]], [examples[0] with { Vector = [1] }, .. examples[1..]] };
        Assert.Equal(changed.Length, changed.Select(ExampleDigest.Of).Distinct().Count());
        Assert.Equal(ExampleDigest.Of(examples), ExampleDigest.Of(Homes.Draw(1, 3, 4)));
    }
}
