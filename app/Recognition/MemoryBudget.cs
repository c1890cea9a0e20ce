using RoomTypes.Configuration;

namespace RoomTypes.Recognition;

/// <summary>Bounds the memory that bodies and fetched pictures take together: many slow callers must not fill the container.</summary>
/// <param name="options">The bound.</param>
public sealed class MemoryBudget(ServiceOptions options)
{
    private readonly long _most = options.Http.MaxBufferedBytes;
    private long _held;

    /// <summary>Bytes reserved now.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>Reserves bytes until the answer is disposed.</summary>
    /// <exception cref="ServiceException">There is no room for them now.</exception>
    public IDisposable Reserve(long bytes)
    {
        var held = Interlocked.Add(ref _held, bytes);
        if (held <= _most) return new Reservation(this, bytes);
        Interlocked.Add(ref _held, -bytes);
        throw new ServiceException(
            ErrorKind.Overloaded, "overloaded", $"{held - bytes} of {_most} bytes of pictures are being held; {bytes} more do not fit. Try again later.")
        {
            Value = $"{bytes}",
            Limit = $"{_most - (held - bytes)}",
        };
    }

    private sealed class Reservation(MemoryBudget budget, long bytes) : IDisposable
    {
        private long _bytes = bytes;

        public void Dispose() => Interlocked.Add(ref budget._held, -Interlocked.Exchange(ref _bytes, 0));
    }
}
