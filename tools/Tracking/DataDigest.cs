using System.Text;
using RoomTypes.Models;

namespace RoomTypes.Tracking;

/// <summary>What labelled pictures are named by: whatever the files are called and wherever they lie, the same pictures have the same digest.</summary>
public static class DataDigest
{
    /// <summary>A SHA-256 over digests, labels and splits, in the order of the digests; 64 hexadecimal digits.</summary>
    /// <param name="pictures">Each file's SHA-256, its label, and its split if it has one.</param>
    public static string Of(IEnumerable<(string Sha256, string Label, string? Split)> pictures)
    {
        var lines = pictures.Select(picture => $"{picture.Sha256} {picture.Label} {picture.Split}\n").Order(StringComparer.Ordinal);
        return Digest.Compute(Encoding.UTF8.GetBytes(string.Concat(lines)));
    }

    /// <summary>The same of files without splits, which are read on all cores.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    public static string OfFiles(IReadOnlyList<(string Path, string Label)> files) =>
        Of(files.AsParallel().Select(file => (Digest.Compute(file.Path), file.Label, (string?)null)).ToList());
}
