using System.Buffers;
using RoomTypes.Recognition;

namespace RoomTypes.Http.Parsing;

/// <summary>Reads bodies into pooled memory.</summary>
internal static class RequestBody
{
    private const int FirstRoom = 64 * 1024;

    /// <summary>Refuses a body by what its head claims, before any of it is read.</summary>
    /// <exception cref="ServiceException">The length is over <paramref name="most"/> bytes, or the body is compressed.</exception>
    public static void VerifyHead(HttpRequest request, int most)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)) throw Encoded(encoding);
        if (request.ContentLength > most) throw TooLarge(most, $"{request.ContentLength} bytes");
    }

    /// <summary>Reads all of a request's body.</summary>
    /// <param name="request">Whose body is read.</param>
    /// <param name="most">The most bytes that are allowed.</param>
    /// <param name="memory">Taken as the bytes come.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ServiceException">The body is too large or empty, comes too slowly, or there is no memory for it.</exception>
    public static async Task<PooledBuffer> ReadAsync(HttpRequest request, int most, MemoryShare memory, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, memory.Stalled);
        var buffer = new PooledBuffer(0);
        try
        {
            await FillAsync(buffer, request, most, memory, end.Token);
            memory.Received();
            return buffer.Length > 0 ? buffer : throw Empty();
        }
        catch (OperationCanceledException) when (memory.Stalled.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            buffer.Dispose();
            throw memory.TooSlow();
        }
        catch (IOException exception) when (exception.InnerException is OverflowException)
        {
            // The server's own answer to a chunk whose size is no number of 64 bits.
            buffer.Dispose();
            throw new ServiceException(ErrorKind.Malformed, "request_malformed", "The body's chunks cannot be read: a size is over 63 bits.");
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static async Task FillAsync(PooledBuffer buffer, HttpRequest request, int most, MemoryShare memory, CancellationToken cancellationToken)
    {
        var (body, taken) = (request.BodyReader, 0);
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            try
            {
                if (buffer.Length + read.Buffer.Length > most) throw TooLarge(most, $"more than {most} bytes");
                var length = buffer.Length + (int)read.Buffer.Length;
                if (length > taken)
                {
                    var room = Room(length, taken, (int)(request.ContentLength ?? most));
                    memory.Take(room - taken);
                    taken = room;
                }

                if (length > buffer.Capacity) buffer.Grow(taken);
                read.Buffer.CopyTo(buffer.Free.Span);
                buffer.Length = length;
                memory.Progress(read.Buffer.Length);
            }
            finally
            {
                // Also where it is refused: the server reads the rest then.
                body.AdvanceTo(read.Buffer.End);
            }

            if (read.IsCompleted) return;
        }
    }

    /// <summary>Twice as much as before, but no more than is to come.</summary>
    private static int Room(int length, int before, int expected) =>
        Math.Max(length, (int)Math.Min(expected, Math.Max(FirstRoom, before * 2L)));

    private static ServiceException Empty() => new(
        ErrorKind.Malformed, "body_empty", "The body is empty. Send the message itself, a picture for example by: curl --data-binary @room.jpg -H 'content-type: image/jpeg'.");

    private static ServiceException Encoded(string encoding) => new(
        ErrorKind.UnsupportedType, "content_encoding_unsupported",
        $"The body's content encoding is {Quote.Of(encoding)}; allowed is none. Send it as it is: pictures are compressed already.")
    {
        Value = encoding,
        Limit = "identity",
    };

    private static ServiceException TooLarge(int most, string value) => new(
        ErrorKind.TooLarge, "body_too_large", $"The body has {value}; allowed are at most {most} bytes. Send less a request.")
    {
        Value = value,
        Limit = $"{most} bytes",
    };
}
