using System.Buffers;

namespace RoomTypes.Tests.Support;

/// <summary>A picture's bytes that nobody can read before a gate is opened: a worker that has begun with it is busy for as long as a test wants.</summary>
internal sealed class GatedPicture(byte[] bytes) : MemoryManager<byte>
{
    private readonly ManualResetEventSlim _read = new();
    private readonly ManualResetEventSlim _open = new();

    public void WaitUntilRead() => _read.Wait();

    public void Open() => _open.Set();

    public override Memory<byte> Memory => CreateMemory(bytes.Length);

    public override Span<byte> GetSpan()
    {
        _read.Set();
        _open.Wait();
        return bytes;
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
        // Nothing is pinned.
    }

    protected override void Dispose(bool disposing)
    {
        _open.Set();
        _read.Dispose();
        _open.Dispose();
    }
}
