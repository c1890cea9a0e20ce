using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using RoomTypes.Http;

namespace RoomTypes.Hosting;

/// <summary>Kestrel's connections: when each one's request began, and how many have not sent theirs yet.</summary>
internal sealed class Connections
{
    private int _silent;

    /// <summary>Connections that nothing has come on yet.</summary>
    public int Silent => Volatile.Read(ref _silent);

    /// <summary>Looks at every connection of the server.</summary>
    public void Watch(KestrelServerOptions kestrel) => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => async connection =>
    {
        var input = new Input(this, connection.Transport.Input);
        connection.Transport = new Duplex(input, connection.Transport.Output);
        connection.Features.Set<IRequestStart>(input);
        Interlocked.Increment(ref _silent);
        try
        {
            await next(connection);
        }
        finally
        {
            input.Spoke();
        }
    }));

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>Notes when a request's first byte is read.</summary>
    private sealed class Input(Connections connections, PipeReader reader) : PipeReader, IRequestStart
    {
        private long _firstByte;
        private int _spoke;

        public long FirstByte => Volatile.Read(ref _firstByte);

        public void EndRequest() => Volatile.Write(ref _firstByte, 0);

        public void Spoke()
        {
            if (Interlocked.Exchange(ref _spoke, 1) == 0) Interlocked.Decrement(ref connections._silent);
        }

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var read = reader.ReadAsync(cancellationToken);
            return read.IsCompletedSuccessfully ? new(Note(read.Result)) : Awaited(read);

            async ValueTask<ReadResult> Awaited(ValueTask<ReadResult> pending) => Note(await pending);
        }

        public override bool TryRead(out ReadResult result)
        {
            if (!reader.TryRead(out result)) return false;
            Note(result);
            return true;
        }

        public override void AdvanceTo(SequencePosition consumed) => reader.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => reader.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => reader.CancelPendingRead();

        public override void Complete(Exception? exception = null) => reader.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => reader.CompleteAsync(exception);

        private ReadResult Note(ReadResult result)
        {
            if (result.Buffer.IsEmpty || FirstByte != 0) return result;
            Volatile.Write(ref _firstByte, Stopwatch.GetTimestamp());
            Spoke();
            return result;
        }
    }
}
