using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RoomTypes.Learning.Embeddings;

/// <summary>What examples are known by.</summary>
public static class ExampleDigest
{
    /// <summary>The SHA-256 of their values, labels and groups in their order, 64 hexadecimal digits.</summary>
    public static string Of(IEnumerable<Example> examples)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var example in examples)
        {
            digest.AppendData(MemoryMarshal.AsBytes(example.Vector.AsSpan()));
            digest.AppendData(Encoding.UTF8.GetBytes($"{example.Label} {example.Origin} {example.Group}\n"));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
