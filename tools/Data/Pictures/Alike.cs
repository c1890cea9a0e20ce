namespace RoomTypes.Data.Pictures;

/// <summary>Finds pictures that look alike.</summary>
public static class Alike
{
    /// <summary>
    /// Bits of 64 in which hashes of the same picture may differ. Five of the shipped samples, compressed to JPEG quality 20, scaled to an
    /// eighth, darkened to an eighth or blurred over 13 pixels, differ in at most 4; any two of the samples in 24 at least.
    /// </summary>
    public const int Bits = 8;

    /// <summary>Groups of two or more places whose hashes are alike, also by way of others between them, in order.</summary>
    /// <param name="hashes">Compared pair by pair, so that ten times as many take a hundred times as long.</param>
    /// <param name="bits">In how many bits alike ones may differ.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Find(IReadOnlyList<ulong> hashes, int bits = Bits)
    {
        var array = hashes.ToArray();
        var groups = new Groups(array.Length);
        for (var i = 0; i < array.Length; i++)
        {
            for (var j = i + 1; j < array.Length; j++)
            {
                if (PerceptualHash.Distance(array[i], array[j]) <= bits) groups.Join(i, j);
            }
        }

        return [.. groups.All().Where(group => group.Count > 1)];
    }
}
