using System.Net;

namespace RoomTypes.Client;

/// <summary>The service refused, or the gateway before it did; the message is the one that was answered.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">Stable, for programs: the problem's code, or AWS's error name from a gateway; empty if none was told.</param>
/// <param name="message">For people.</param>
public sealed class RoomTypesException(HttpStatusCode status, string code, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>Stable, for programs: the problem's code, or AWS's error name from a gateway; empty if none was told.</summary>
    public string Code { get; } = code;

    /// <summary>The id to name when asking about it; null if none was answered.</summary>
    public string? RequestId { get; init; }

    /// <summary>When trying again may help, if that was told.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
