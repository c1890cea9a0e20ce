namespace RoomTypes.Signing;

/// <summary>A header that is signed.</summary>
/// <param name="Name">In any case.</param>
/// <param name="Value">As it is sent.</param>
public readonly record struct SigV4Header(string Name, string Value);

/// <summary>
/// The parts of a request that its signature is of, as they are sent ("Create a signed AWS API request", IAM user guide,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
/// </summary>
public readonly ref struct SigV4Request
{
    /// <summary>The most headers that are signed.</summary>
    public const int MostHeaders = 64;

    /// <summary>GET, POST, ...</summary>
    public required ReadOnlySpan<char> Method { get; init; }

    /// <summary>The path as it is sent: it is escaped once more for the signature, as every service but S3 wants it.</summary>
    public required ReadOnlySpan<char> Path { get; init; }

    /// <summary>The query as it is sent, without its question mark.</summary>
    public ReadOnlySpan<char> Query { get; init; }

    /// <summary>The headers that are signed, in any order; of several of one name the order stays. At most <see cref="MostHeaders"/>.</summary>
    public required ReadOnlySpan<SigV4Header> Headers { get; init; }

    /// <summary>The SHA-256 of the body in lower-case hex, or <see cref="SigV4.UnsignedPayload"/>.</summary>
    public required ReadOnlySpan<char> PayloadHash { get; init; }

    /// <summary>Leaves the path's dots and empty segments as they are: S3's way, and that of clients which do not tidy their paths.</summary>
    public bool KeepsPath { get; init; }
}
