using System.Security.Cryptography;

namespace RoomTypes.Models;

/// <summary>Checks files against their SHA-256.</summary>
internal static class Digest
{
    /// <summary>Reads the file once and compares.</summary>
    /// <exception cref="ModelUnavailableException">The file's digest is another.</exception>
    public static void Verify(string file, string sha256)
    {
        var actual = Compute(file);
        if (!actual.Equals(sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelUnavailableException(
                $"The SHA-256 of {file} is {actual}; the registry says {sha256}. Restore the file, or register it anew.");
        }
    }

    /// <summary>64 hexadecimal digits.</summary>
    public static string Compute(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
