using System.Buffers;
using System.Text;

namespace RoomTypes.Experiments;

/// <summary>What a hash is taken for; its number is the hash's seed, so that hashes for different purposes are independent.</summary>
internal enum HashPurpose
{
    /// <summary>Between an experiment's treatments.</summary>
    Split = 0,

    /// <summary>Who takes part at all.</summary>
    Exposure = 1,

    /// <summary>Between a launch's groups: a launch and an experiment of one name or salt must not draw the same entities.</summary>
    Launch = 2,

    /// <summary>Which part of a layer, and who is held out.</summary>
    Layer = 3,

    /// <summary>Which requests a shadow sees.</summary>
    Shadow = 4,
}

/// <summary>
/// The hash behind every assignment: XXH64 over the UTF-8 bytes of the salt, a zero byte and the entity's id, scaled to a slot by
/// floor(hash * slots / 2^64). It never changes: whoever is in an experiment would be moved.
/// </summary>
public static class EntityHash
{
    /// <summary>The resolution of weights and exposures, as Evidently's: 100,000 is all.</summary>
    public const int Slots = 100_000;

    private const int OnStack = 512;

    /// <summary>A slot from 0 to <see cref="Slots"/> - 1.</summary>
    internal static int Slot(string salt, string entityId, HashPurpose purpose) => Slot(salt, entityId, purpose, Slots);

    /// <summary>A slot from 0 to <paramref name="slots"/> - 1.</summary>
    internal static int Slot(string salt, string entityId, HashPurpose purpose, int slots) =>
        (int)Math.BigMul(Hash(salt, entityId, (ulong)purpose), (ulong)slots, out _);

    /// <summary>The hash itself. Unpaired surrogates count as U+FFFD.</summary>
    public static ulong Hash(string salt, string entityId, ulong seed)
    {
        var most = Encoding.UTF8.GetMaxByteCount(salt.Length) + 1 + Encoding.UTF8.GetMaxByteCount(entityId.Length);
        byte[]? rented = null;
        var bytes = most <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(most);
        var length = Encoding.UTF8.GetBytes(salt, bytes);
        bytes[length++] = 0;
        length += Encoding.UTF8.GetBytes(entityId, bytes[length..]);
        var hash = XxHash64.Compute(bytes[..length], seed);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }
}
