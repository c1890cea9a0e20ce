using System.Runtime.InteropServices;

namespace RoomTypes.Learning.Embeddings;

/// <summary>
/// Labelled embeddings in a file, as a rehearsal that needs no pictures: what is kept of them cannot be turned back into any. A head, the
/// network's digest and the labels; then each example's label, group and float16 values; little-endian.
/// </summary>
public static class EmbeddingFile
{
    /// <summary>How such files' names end.</summary>
    public const string Extension = ".embeddings";

    private const string Form = "room-type embeddings 1";

    /// <summary>Writes it.</summary>
    /// <param name="path">The file; one that is there is written over.</param>
    /// <param name="network">The digest of the network that made the embeddings.</param>
    /// <param name="labels">The model's labels.</param>
    /// <param name="examples">At least one.</param>
    public static void Write(string path, string network, IReadOnlyList<string> labels, IReadOnlyList<Example> examples)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write(Form);
        writer.Write(network);
        writer.Write(string.Join(',', labels));
        writer.Write(examples.Count);
        writer.Write(examples[0].Vector.Length);
        foreach (var example in examples)
        {
            writer.Write(example.Label);
            writer.Write(example.Group);
            writer.Write(MemoryMarshal.AsBytes(Array.ConvertAll(example.Vector, value => (Half)value).AsSpan()));
        }
    }

    /// <summary>Reads one, as examples that are kept.</summary>
    /// <exception cref="LearningException">It is none, or of another network or other labels.</exception>
    public static IReadOnlyList<Example> Read(string path, string network, IReadOnlyList<string> labels)
    {
        try
        {
            using var reader = new BinaryReader(File.OpenRead(path));
            Verify(path, "form", reader.ReadString(), Form);
            Verify(path, "network", reader.ReadString(), network);
            Verify(path, "labels", reader.ReadString(), string.Join(',', labels));
            var (count, channels) = (reader.ReadInt32(), reader.ReadInt32());
            var examples = new List<Example>();
            for (var i = 0; i < count; i++) examples.Add(Read(reader, channels, labels.Count));
            return examples;
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or ArgumentOutOfRangeException)
        {
            throw new LearningException($"'{path}' is no file of embeddings, or was cut: {exception.Message}");
        }
    }

    private static Example Read(BinaryReader reader, int channels, int labels)
    {
        var label = reader.ReadInt32();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)labels);
        var group = reader.ReadString();
        var vector = new Half[channels];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(vector.AsSpan()));
        return new(Array.ConvertAll(vector, value => (float)value), label, group, Origin.Kept);
    }

    private static void Verify(string path, string name, string actual, string expected)
    {
        if (actual != expected) throw new LearningException($"The {name} of '{path}' is '{actual}'; allowed is '{expected}': write it anew with this model.");
    }
}
