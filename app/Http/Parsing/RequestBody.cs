using RoomTypes.Recognition;

namespace RoomTypes.Http.Parsing;

/// <summary>Reads bodies into pooled memory.</summary>
internal static class RequestBody
{
    private const int FirstGuess = 64 * 1024;

    /// <summary>Refuses a body by the length that it claims, before any of it is read.</summary>
    /// <exception cref="ServiceException">The length is over <paramref name="most"/> bytes.</exception>
    public static void VerifyLength(HttpRequest request, int most)
    {
        if (request.ContentLength > most) throw TooLarge(most, $"{request.ContentLength} bytes");
    }

    /// <summary>Reads all of a request's body.</summary>
    /// <exception cref="ServiceException">The body is larger than <paramref name="most"/> bytes, or empty.</exception>
    public static async Task<PooledBuffer> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        var buffer = await ReadAsync(request.Body, (int)(request.ContentLength ?? FirstGuess), most, cancellationToken);
        if (buffer.Length > 0) return buffer;
        buffer.Dispose();
        throw new ServiceException(ErrorKind.Malformed, "body_empty", "The body is empty. Send pictures, for example: curl --data-binary @room.jpg -H 'content-type: image/jpeg'.");
    }

    /// <summary>Reads all of a stream.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="expected">A guess of its length.</param>
    /// <param name="most">The most bytes that are allowed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<PooledBuffer> ReadAsync(Stream stream, int expected, int most, CancellationToken cancellationToken)
    {
        // One byte more than expected tells the end without growing.
        var buffer = new PooledBuffer(Math.Min(expected, most) + 1);
        try
        {
            while (true)
            {
                if (buffer.Free.Length == 0) buffer.Grow(most + 1);
                var read = await stream.ReadAsync(buffer.Free, cancellationToken);
                if (read == 0) return buffer;
                buffer.Length += read;
                if (buffer.Length > most) throw TooLarge(most, $"more than {most} bytes");
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static ServiceException TooLarge(int most, string value) => new(
        ErrorKind.TooLarge, "body_too_large", $"The body has {value}; allowed are at most {most} bytes. Send fewer or smaller pictures a request.")
    {
        Value = value,
        Limit = $"{most} bytes",
    };
}
