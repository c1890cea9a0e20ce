using System.Buffers;
using System.Security.Cryptography;

namespace RoomTypes.Models;

/// <summary>Checks files against their SHA-256.</summary>
internal static class Digest
{
    private const int Chunk = 1 << 16;

    /// <summary>Reads the file once and compares.</summary>
    /// <exception cref="ModelUnavailableException">The file's digest is another.</exception>
    public static void Verify(string file, string sha256)
    {
        var actual = Compute(file);
        if (!actual.Equals(sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelUnavailableException(
                $"The SHA-256 of {Path.GetFileName(file)} is {actual}; the registry says {sha256}. Restore the file, or register it anew.");
        }
    }

    /// <summary>64 hexadecimal digits.</summary>
    public static string Compute(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>64 hexadecimal digits.</summary>
    public static string Compute(string file)
    {
        using var handle = File.OpenHandle(file, options: FileOptions.SequentialScan);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        long position = 0;
        for (int read; (read = RandomAccess.Read(handle, buffer, position)) > 0; position += read) digest.AppendData(buffer, 0, read);
        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
