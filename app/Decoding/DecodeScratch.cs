using System.Collections.Concurrent;
using RoomTypes.Decoding.Resampling;

namespace RoomTypes.Decoding;

/// <summary>The memory that one decode works in.</summary>
internal sealed class DecodeScratch
{
    /// <summary>The picture as the codec gives it.</summary>
    public NativeBuffer Pixels { get; } = new();

    public Resampler Resampler { get; } = new();

    public void Trim()
    {
        Pixels.Trim(DecodeScratchPool.KeptBytes);
        Resampler.Trim(DecodeScratchPool.KeptBytes);
    }
}

/// <summary>Lends each decode its own scratch; keeps one a processor, and no buffer that one huge picture made large.</summary>
internal sealed class DecodeScratchPool
{
    /// <summary>A buffer larger than this is freed after use: 4 MiB holds any DCT-scaled JPEG of usual proportions.</summary>
    public const int KeptBytes = 4 << 20;

    private readonly ConcurrentQueue<DecodeScratch> _idle = new();

    public DecodeScratch Rent() => _idle.TryDequeue(out var scratch) ? scratch : new DecodeScratch();

    public void Return(DecodeScratch scratch)
    {
        scratch.Trim();
        if (_idle.Count < Environment.ProcessorCount) _idle.Enqueue(scratch);
    }
}
