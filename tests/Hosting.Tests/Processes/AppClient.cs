using Hosting.Tests.Http;

namespace Hosting.Tests.Processes;

/// <summary>Sends calls to a server as they are: no redirects, cookies or decompression.</summary>
internal sealed class AppClient(Uri server) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public async Task<Answer> SendAsync(HttpCall call, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(server, call.Target));
        request.Headers.Host = "rooms.example";
        if (call.Body.Length > 0 || call.ContentType is not null)
            request.Content = new ByteArrayContent(call.Body);
        if (call.ContentType is not null)
            request.Content!.Headers.TryAddWithoutValidation("Content-Type", call.ContentType);
        foreach (var (name, value) in call.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _client.SendAsync(request, cancellation);
        return await Answer.ReadAsync(response);
    }

    public void Dispose() => _client.Dispose();
}
