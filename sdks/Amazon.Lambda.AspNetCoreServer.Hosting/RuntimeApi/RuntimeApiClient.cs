using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;

/// <summary>
/// The Lambda Runtime API, version 2018-06-01 (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). Safe for concurrent use.
/// </summary>
internal sealed class RuntimeApiClient : IDisposable
{
    private static MediaTypeHeaderValue Json { get; } = new("application/json");
    private static MediaTypeHeaderValue ErrorJson { get; } = new("application/vnd.aws.lambda.error+json");

    private readonly TimeProvider _time;
    private readonly Uri _next;
    private readonly Uri _restored;
    private readonly string _base;

    // A poll lasts as long as no event comes, and the process is frozen meanwhile: no timeouts. HttpMessageInvoker has none.
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
    });

    public RuntimeApiClient(LambdaEnvironment environment, TimeProvider time)
    {
        _time = time;
        _base = $"http://{environment.RuntimeApi}/2018-06-01/runtime/";
        _next = new Uri(_base + "invocation/next");
        _restored = new Uri(_base + "restore/next");
    }

    /// <summary>Waits for the next event. Cancellation ends the wait only; an event that has begun to arrive is returned.</summary>
    /// <exception cref="RuntimeApiException">Lambda's side failed; the process should end.</exception>
    public async Task<Invocation> NextAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _next);
        using var response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
            throw RuntimeApiException.Unexpected("GET invocation/next", response.StatusCode, await ReasonAsync(response).ConfigureAwait(false));
        var requestId = Header(response, "Lambda-Runtime-Aws-Request-Id")
            ?? throw new RuntimeApiException("GET invocation/next was answered without the header Lambda-Runtime-Aws-Request-Id.");
        var deadline = long.TryParse(Header(response, "Lambda-Runtime-Deadline-Ms"), CultureInfo.InvariantCulture, out var ms)
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : _time.GetUtcNow() + TimeSpan.FromMinutes(15); // Lambda's longest timeout.
        var (buffer, length) = await ReadAsync(response.Content).ConfigureAwait(false);
        return new Invocation(requestId, deadline, Header(response, "Lambda-Runtime-Trace-Id"), buffer, length);
    }

    /// <summary>Tells Lambda that it may take its snapshot, and waits until the process goes on from one.</summary>
    /// <exception cref="RuntimeApiException">Lambda's side failed; the process should end.</exception>
    public async Task RestoredAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _restored);
        using var response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
        var reason = await ReasonAsync(response).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw RuntimeApiException.Unexpected("GET restore/next", response.StatusCode, reason);
    }

    /// <summary>Posts an answer. Returns nothing when it was taken, or else the status and reason of the refusal (too late, too large).</summary>
    /// <exception cref="RuntimeApiException">Lambda's side failed; the process should end.</exception>
    public Task<(int Status, string Reason)?> RespondAsync(string requestId, ReadOnlyMemory<byte> json) =>
        PostAsync($"invocation/{requestId}/response", new ReadOnlyMemoryContent(json) { Headers = { ContentType = Json } });

    /// <summary>Posts that an invocation failed. Returns as <see cref="RespondAsync"/> does.</summary>
    public Task<(int Status, string Reason)?> ReportErrorAsync(string requestId, Exception exception) =>
        PostAsync($"invocation/{requestId}/error", ErrorContent(exception), ErrorDocument.TypeOf(exception));

    /// <summary>Posts that the process could not start. Blocks.</summary>
    public void ReportInitError(Exception exception)
    {
        using var request = Request("init/error", ErrorContent(exception), ErrorDocument.TypeOf(exception));
        using var response = _http.Send(request, CancellationToken.None);
    }

    /// <summary>Posts that what is done before a snapshot failed.</summary>
    public Task ReportSnapshotErrorAsync(Exception exception) => PostAsync("init/error", ErrorContent(exception), ErrorDocument.TypeOf(exception));

    /// <summary>Posts that the process cannot go on from its snapshot.</summary>
    public Task ReportRestoreErrorAsync(Exception exception) => PostAsync("restore/error", ErrorContent(exception), ErrorDocument.TypeOf(exception));

    public void Dispose() => _http.Dispose();

    private async Task<(int Status, string Reason)?> PostAsync(string path, HttpContent content, string? errorType = null)
    {
        using var request = Request(path, content, errorType);
        using var response = await _http.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
        var reason = await ReasonAsync(response).ConfigureAwait(false);
        if (response.StatusCode >= HttpStatusCode.InternalServerError)
            throw RuntimeApiException.Unexpected($"POST {path}", response.StatusCode, reason);
        return response.IsSuccessStatusCode ? null : ((int)response.StatusCode, reason);
    }

    private HttpRequestMessage Request(string path, HttpContent content, string? errorType)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _base + path) { Content = content };
        if (errorType is not null)
            request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);
        return request;
    }

    private static ReadOnlyMemoryContent ErrorContent(Exception exception) =>
        new(ErrorDocument.Write(exception)) { Headers = { ContentType = ErrorJson } };

    // Also drains the body, so that the connection is used again.
    private static Task<string> ReasonAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync();

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static async Task<(byte[] Buffer, int Length)> ReadAsync(HttpContent content)
    {
        using var body = await content.ReadAsStreamAsync().ConfigureAwait(false);
        // One byte more than announced, so that the read that finds the end needs no growth.
        var buffer = ArrayPool<byte>.Shared.Rent((int)(content.Headers.ContentLength ?? 16 * 1024) + 1);
        var length = 0;
        while (await body.ReadAsync(buffer.AsMemory(length)).ConfigureAwait(false) is > 0 and var read)
        {
            length += read;
            if (length == buffer.Length)
                buffer = Grow(buffer);
        }
        return (buffer, length);
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
