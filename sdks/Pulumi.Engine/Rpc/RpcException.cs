namespace Pulumi.Engine.Rpc;

/// <summary>gRPC's status codes, as far as the engine answers with them (gRPC core, statuscodes.md).</summary>
internal enum StatusCode
{
    Unknown = 2,
    InvalidArgument = 3,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
}

/// <summary>An error answered to the program.</summary>
internal sealed class RpcException(StatusCode status, string message) : Exception(message)
{
    public StatusCode Status { get; } = status;
}
