using Grpc.Net.Client;

namespace Pulumi.Rpc;

/// <summary>Channels to an engine's services and what speaks them: plaintext HTTP/2 on the same machine.</summary>
internal static class EngineChannel
{
    /// <summary>The longest message that Pulumi's engine sends and takes.</summary>
    private const int MaxMessageBytes = 400 * 1024 * 1024;

    /// <summary>A channel to <paramref name="address"/> (<c>host:port</c>).</summary>
    public static GrpcChannel Open(string address) => GrpcChannel.ForAddress($"http://{address}", new GrpcChannelOptions
    {
        MaxReceiveMessageSize = MaxMessageBytes,
        MaxSendMessageSize = MaxMessageBytes,
        // A client of its own spares the channel its load balancing, of which one address has no use and a short run pays the compilation.
        HttpClient = new HttpClient(new SocketsHttpHandler { UseProxy = false, EnableMultipleHttp2Connections = true })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        },
        DisposeHttpClient = true,
        ThrowOperationCanceledOnCancellation = true,
    });
}
