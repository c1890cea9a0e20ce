using System.IO.Pipelines;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Server;

/// <summary>A pipe writer into a buffer that is read only when all is written: it never waits for a reader.</summary>
internal sealed class BufferedPipeWriter(PooledBuffer buffer, Func<CancellationToken, Task> onFlush) : PipeWriter
{
    private long _flushed;
    private bool _completed;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => buffer.Length - _flushed;

    public override void Advance(int bytes) => buffer.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ThrowIfCompleted();
        return buffer.GetMemory(sizeHint);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await onFlush(cancellationToken).ConfigureAwait(false);
        _flushed = buffer.Length;
        return new FlushResult(isCanceled: false, isCompleted: _completed);
    }

    public override void CancelPendingFlush()
    {
        // No flush ever waits.
    }

    public override void Complete(Exception? exception = null) => _completed = true;

    private void ThrowIfCompleted()
    {
        if (_completed)
            throw new InvalidOperationException("Writing is not allowed after the writer was completed.");
    }
}
