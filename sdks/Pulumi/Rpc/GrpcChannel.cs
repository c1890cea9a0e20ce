using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace Pulumi.Rpc;

/// <summary>
/// Unary gRPC calls to one address over plaintext HTTP/2
/// (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
/// </summary>
internal sealed class GrpcChannel : IDisposable
{
    private const int PrefixLength = 5;
    private const int MaxMessageLength = 400 * 1024 * 1024;

    private static readonly MediaTypeHeaderValue ContentType = new("application/grpc");

    private readonly HttpClient _client;

    /// <summary>A channel to <paramref name="address"/> (<c>host:port</c>).</summary>
    public GrpcChannel(string address)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, EnableMultipleHttp2Connections = true };
        _client = new HttpClient(handler) { BaseAddress = new Uri($"http://{address}"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <exception cref="RpcException">The call failed.</exception>
    public async Task<TResponse> CallAsync<TResponse>(string method, IMessage request, MessageParser<TResponse> parser, CancellationToken cancellation = default)
        where TResponse : IMessage<TResponse>
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, method)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Frame(request)) { Headers = { ContentType = ContentType } },
        };
        message.Headers.TE.Add(new("trailers"));
        try
        {
            // The whole body is read before the trailers are.
            using var response = await _client.SendAsync(message, cancellation).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new RpcException(StatusCode.Unknown, $"Bad gRPC response. HTTP status code: {(int)response.StatusCode}");

            RpcException.ThrowUnlessOk(response);
            return parser.ParseFrom(Unframe(await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false)).Span);
        }
        catch (HttpRequestException exception)
        {
            throw new RpcException(StatusCode.Unavailable, $"Error connecting to {_client.BaseAddress!.Authority}: {exception.Message}", exception);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>A zero byte (not compressed), the length as big-endian uint32, the message.</summary>
    private static byte[] Frame(IMessage message)
    {
        var length = message.CalculateSize();
        if (length > MaxMessageLength)
            throw new RpcException(StatusCode.ResourceExhausted, $"Message of {length} bytes is larger than {MaxMessageLength}.");

        var frame = new byte[PrefixLength + length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), length);
        message.WriteTo(frame.AsSpan(PrefixLength));
        return frame;
    }

    private static ReadOnlyMemory<byte> Unframe(byte[] body)
    {
        if (body.Length < PrefixLength || body[0] != 0
            || BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(1)) != body.Length - PrefixLength)
        {
            throw new RpcException(StatusCode.Internal, $"Expected one uncompressed message, got {body.Length} bytes that are none.");
        }

        return body.AsMemory(PrefixLength);
    }
}
