using System.Buffers;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;

/// <summary>One event that awaits its answer. It owns the event's bytes until it is disposed.</summary>
internal sealed class Invocation(string requestId, DateTimeOffset deadline, string? traceId, byte[] buffer, int length) : IDisposable
{
    private byte[]? _buffer = buffer;

    /// <summary>The id under which the answer is posted.</summary>
    public string RequestId { get; } = requestId;

    /// <summary>When Lambda gives up on the answer.</summary>
    public DateTimeOffset Deadline { get; } = deadline;

    /// <summary>The X-Ray trace header, if the invocation has one.</summary>
    public string? TraceId { get; } = traceId;

    /// <summary>The event, UTF-8 JSON; its reader may overwrite it.</summary>
    public Memory<byte> Event => _buffer.AsMemory(0, length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } owned)
            ArrayPool<byte>.Shared.Return(owned);
    }
}
