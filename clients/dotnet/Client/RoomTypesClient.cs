using System.Net.Http.Headers;
using System.Text.Json;
using Google.Protobuf;
using RoomTypes.Client.Credentials;
using RoomTypes.V1;

namespace RoomTypes.Client;

/// <summary>Asks a room-type service: Protocol Buffers out, JSON in. Safe for several threads.</summary>
public sealed class RoomTypesClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Protobuf = new("application/x-protobuf");

    // A service may be newer than this.
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private readonly HttpClient _client;
    private readonly string _base;
    private bool _isOwner;

    /// <summary>Asks through a client of one's own, which signs and retries as it is set up to.</summary>
    /// <param name="client">Owned by its maker.</param>
    /// <param name="address">The service, with the stage if it is an API's: https://id.execute-api.region.amazonaws.com/prod.</param>
    public RoomTypesClient(HttpClient client, Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")) throw new ArgumentException($"The address is '{address}'; allowed is an http:// or https:// address.", nameof(address));
        (_client, _base) = (client, address.GetLeftPart(UriPartial.Path).TrimEnd('/'));
    }

    /// <summary>A client that signs and retries.</summary>
    /// <param name="address">The service, with the stage if it is an API's.</param>
    /// <param name="credentials">What is signed with.</param>
    /// <param name="signing">How.</param>
    /// <param name="retries">How often after the first time, 0 to 10.</param>
    public static RoomTypesClient Create(Uri address, ICredentialProvider credentials, SigningOptions signing, int retries = 3)
    {
        // Every attempt is signed anew.
        var handler = new RetryHandler(retries) { InnerHandler = new SigV4Handler(credentials, signing) { InnerHandler = new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1) } } };
        return new(new HttpClient(handler), address) { _isOwner = true };
    }

    /// <summary>Which rooms the pictures of a request show.</summary>
    /// <exception cref="RoomTypesException">The service refused.</exception>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public Task<RecognizeResponse> RecognizeAsync(RecognizeRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("/v1/recognize", Body(request), RecognizeResponse.Parser, Parser.Parse<RecognizeResponse>, cancellationToken);

    /// <summary>Which room one picture shows. A stream is never held whole.</summary>
    /// <param name="picture">JPEG, PNG or WebP; a stream that can seek, so that its hash can be signed.</param>
    /// <param name="contentType">For example image/jpeg.</param>
    /// <param name="entityId">The unit of experiments; empty for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RoomTypesException">The service refused.</exception>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public Task<RecognizeResponse> RecognizeAsync(Stream picture, string contentType, string entityId = "", CancellationToken cancellationToken = default)
    {
        var content = new StreamContent(picture);
        content.Headers.ContentType = new(contentType);
        var query = entityId.Length > 0 ? $"?entity_id={Uri.EscapeDataString(entityId)}" : "";
        return PostAsync($"/v1/recognize{query}", content, RecognizeResponse.Parser, Parser.Parse<RecognizeResponse>, cancellationToken);
    }

    /// <summary>Tells what a room really is, or a value of a metric.</summary>
    /// <exception cref="RoomTypesException">The service refused.</exception>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public Task<FeedbackResponse> SendFeedbackAsync(FeedbackRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("/v1/feedback", Body(request), FeedbackResponse.Parser, Parser.Parse<FeedbackResponse>, cancellationToken);

    /// <summary>Ends the connections of a client that <see cref="Create"/> made.</summary>
    public void Dispose()
    {
        if (_isOwner) _client.Dispose();
    }

    private static ByteArrayContent Body(IMessage message) => new(message.ToByteArray()) { Headers = { ContentType = Protobuf } };

    private async Task<T> PostAsync<T>(string path, HttpContent content, MessageParser<T> binary, Func<string, T> parse, CancellationToken cancellationToken) where T : IMessage<T>
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _base + path) { Content = content };
        request.Headers.Accept.Add(new("application/json"));
        using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw await RefusalAsync(response, cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType == Protobuf.MediaType) return binary.ParseFrom(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        return parse(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
    }

    private static async Task<RoomTypesException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (code, message) = Told(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        code ??= response.Headers.TryGetValues("x-amzn-errortype", out var names) ? names.First().Split(':')[0] : "";
        return new(response.StatusCode, code, message ?? $"{response.RequestMessage?.RequestUri?.GetLeftPart(UriPartial.Path)} answered {(int)response.StatusCode} {response.ReasonPhrase}.")
        {
            RequestId = response.Headers.TryGetValues("x-request-id", out var ids) ? ids.First() : null,
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    // A problem has a code and a detail, an answer of API Gateway a message.
    private static (string? Code, string? Message) Told(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object ? (Text(root, "code"), Text(root, "detail") ?? Text(root, "message")) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
