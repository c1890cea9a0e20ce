namespace RoomTypes.Tests.Support;

/// <summary>Holds every answer that a test gets against the OpenAPI document that the service serves: what is not in it fails the test.</summary>
internal sealed class DocumentedAnswers(Uri service) : DelegatingHandler(new SocketsHttpHandler())
{
    // By the contract of the container, and by no other.
    private static readonly Dictionary<string, string> SameAs = new() { ["/ping"] = "/health/ready", ["/invocations"] = "/v1/recognize" };

    private static ServedDocument? _document;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var method = request.Method;
        var response = await base.SendAsync(request, cancellationToken);
        var document = _document ??= await ReadAsync(cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        if (method == HttpMethod.Head) return response;
        var path = request.RequestUri!.AbsolutePath;
        var fault = document.Fault(
            method.Method, SameAs.GetValueOrDefault(path, path), (int)response.StatusCode,
            response.Headers.Concat(response.Content.Headers).Select(header => header.Key),
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(cancellationToken));
        Assert.True(fault is null, $"{method} {path}: {fault}");
        return response;
    }

    private async Task<ServedDocument> ReadAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service, "/openapi/v1.json"));
        using var response = await base.SendAsync(request, cancellationToken);
        return ServedDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken));
    }
}
