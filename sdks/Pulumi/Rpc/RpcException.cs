using System.Globalization;

namespace Pulumi.Rpc;

/// <summary>The status of a call (https://grpc.github.io/grpc/core/md_doc_statuscodes.html).</summary>
internal enum StatusCode
{
    OK = 0,
    Cancelled = 1,
    Unknown = 2,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    AlreadyExists = 6,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    FailedPrecondition = 9,
    Aborted = 10,
    OutOfRange = 11,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    DataLoss = 15,
    Unauthenticated = 16,
}

/// <summary>A call that the server refused or that did not reach it.</summary>
internal sealed class RpcException(StatusCode status, string detail, Exception? inner = null)
    : Exception($"Status(StatusCode=\"{status}\", Detail=\"{detail}\")", inner)
{
    public StatusCode Status { get; } = status;

    /// <summary>Reads the status from the trailers, or from the headers where a call fails at once.</summary>
    public static void ThrowUnlessOk(HttpResponseMessage response)
    {
        if (Find(response, "grpc-status") is not { } text)
            throw new RpcException(StatusCode.Unknown, "No grpc-status found on response.");

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            throw new RpcException(StatusCode.Unknown, $"Unexpected grpc-status value: {text}");

        if (code != (int)StatusCode.OK)
            throw new RpcException((StatusCode)code, Uri.UnescapeDataString(Find(response, "grpc-message") ?? ""));
    }

    private static string? Find(HttpResponseMessage response, string name)
        => response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values)
            ? string.Join(",", values)
            : null;
}
