using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace Sdks.Programs.Raw;

/// <summary>How a call ended: the gRPC status, its message, and whether the status came in the headers.</summary>
internal sealed record WireReply(int Status, string Message, bool InHeaders, byte[] Body);

/// <summary>Speaks gRPC to one address without any SDK between, so that an engine can be asked what no SDK would ask.</summary>
internal sealed class WireClient(string address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://{address}") };

    public static WireClient Monitor() => new(Environment.GetEnvironmentVariable("PULUMI_MONITOR")!);

    public static WireClient Engine() => new(Environment.GetEnvironmentVariable("PULUMI_ENGINE")!);

    public async Task<WireReply> SendAsync(string method, IMessage message)
    {
        var frame = new byte[5 + message.CalculateSize()];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.CalculateSize());
        message.WriteTo(frame.AsSpan(5));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/pulumirpc.{method}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var response = await _http.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        var inHeaders = response.Headers.Contains("grpc-status");
        HttpHeaders status = inHeaders ? response.Headers : response.TrailingHeaders;
        return new WireReply(
            int.Parse(status.GetValues("grpc-status").Single()),
            status.TryGetValues("grpc-message", out var text) ? Uri.UnescapeDataString(text.Single()) : "",
            inHeaders,
            body);
    }

    public async Task<T> CallAsync<T>(string method, IMessage message)
        where T : IMessage<T>, new()
    {
        var reply = await SendAsync(method, message);
        if (reply.Status != 0)
            throw new InvalidOperationException($"{method}: {reply.Status} {reply.Message}");
        var answer = new T();
        answer.MergeFrom(reply.Body[5..]);
        return answer;
    }

    public void Dispose() => _http.Dispose();
}
