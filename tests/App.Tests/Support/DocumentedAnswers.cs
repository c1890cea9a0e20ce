using System.Collections.Concurrent;

namespace RoomTypes.Tests.Support;

/// <summary>Holds every answer that a test gets against the OpenAPI document that the service serves: what is not in it fails the test.</summary>
internal sealed class DocumentedAnswers(Uri service) : DelegatingHandler(new SocketsHttpHandler())
{
    // By the contract of the container, and by no other.
    private static readonly Dictionary<string, string> SameAs = new() { ["/ping"] = "/health/ready", ["/invocations"] = "/v1/recognize", ["/endpoints/any/invocations"] = "/v1/recognize" };

    private static readonly ConcurrentDictionary<string, ServedDocument> Documents = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var method = request.Method;
        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        if (method == HttpMethod.Head) return response;
        var path = request.RequestUri!.AbsolutePath;
        var document = await ReadAsync(DocumentOf(method, path), cancellationToken);
        var fault = document.Fault(
            method.Method, SameAs.GetValueOrDefault(path, path), (int)response.StatusCode,
            response.Headers.Concat(response.Content.Headers).Select(header => header.Key),
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(cancellationToken));
        Assert.True(fault is null, $"{method} {path}: {fault}");
        return response;
    }

    private static string DocumentOf(HttpMethod method, string path)
    {
        if (path.StartsWith("/v2", StringComparison.Ordinal) || path.StartsWith("/models/", StringComparison.Ordinal)) return "protocols";
        return path.StartsWith("/v1/experiments/", StringComparison.Ordinal) && method != HttpMethod.Get ? "changes" : "v1";
    }

    private async Task<ServedDocument> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (Documents.TryGetValue(name, out var known)) return known;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service, $"/openapi/{name}.json"));
        using var response = await base.SendAsync(request, cancellationToken);
        return Documents[name] = ServedDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken));
    }
}
