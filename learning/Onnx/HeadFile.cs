using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RoomTypes.Learning.Heads;

namespace RoomTypes.Learning.Onnx;

/// <summary>
/// An ONNX model whose head can be exchanged in place: the values of two initialisers are written over, and every other byte stays as it is,
/// so that a quantised network stays the network that was measured.
/// </summary>
public sealed class HeadFile
{
    private readonly byte[] _file;
    private readonly Range _weight;
    private readonly Range _bias;

    /// <summary>Finds the head.</summary>
    /// <param name="file">The model.</param>
    /// <param name="weight">The initialiser of its weights, float32 [labels, channels].</param>
    /// <param name="bias">The initialiser of its bias, float32 [labels].</param>
    /// <exception cref="LearningException">The file is no ONNX model, or has no such initialisers.</exception>
    public HeadFile(byte[] file, string weight, string bias)
    {
        _file = file;
        (_weight, _bias) = (Initializer.Find(file, weight), Initializer.Find(file, bias));
        Head = new(Floats(_weight), Floats(_bias));
    }

    /// <summary>The head that is in it.</summary>
    public Head Head { get; }

    /// <summary>The SHA-256 of all but the head, 64 hexadecimal digits: models that have it in common make the same embeddings.</summary>
    public string NetworkSha256 => Convert.ToHexStringLower(SHA256.HashData(Write(Head.Blank())));

    /// <summary>The model with another head.</summary>
    /// <exception cref="LearningException">The head has other sizes.</exception>
    public byte[] Write(Head head)
    {
        if ((head.Labels, head.Channels) != (Head.Labels, Head.Channels))
            throw new LearningException($"The head is [{head.Labels}, {head.Channels}]; the model's is [{Head.Labels}, {Head.Channels}].");
        byte[] written = [.. _file];
        MemoryMarshal.AsBytes(head.Weights.AsSpan()).CopyTo(written.AsSpan(_weight));
        MemoryMarshal.AsBytes(head.Bias.AsSpan()).CopyTo(written.AsSpan(_bias));
        return written;
    }

    private float[] Floats(Range bytes) => MemoryMarshal.Cast<byte, float>(_file.AsSpan(bytes)).ToArray();
}
