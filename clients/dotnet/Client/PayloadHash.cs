using System.Security.Cryptography;
using RoomTypes.Signing;

namespace RoomTypes.Client;

/// <summary>The hash of a body that is yet to be sent.</summary>
internal static class PayloadHash
{
    /// <summary>The SHA-256 in lower-case hex; a body is read from its stream, which then stands where it stood.</summary>
    /// <exception cref="InvalidOperationException">The body can be read only once.</exception>
    public static async ValueTask<string> OfAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content is null) return SigV4.EmptyPayloadHash;
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (!stream.CanSeek) throw new InvalidOperationException("The body can be read only once, and its hash is sent before it: send a stream that can seek, or sign with UnsignedPayload.");
        var start = stream.Position;
        var hash = await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
        stream.Position = start;
        return Convert.ToHexStringLower(hash);
    }
}
