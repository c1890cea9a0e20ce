using System.Text;

namespace RoomTypes.Tests.Fuzz;

/// <summary>A request as it goes over the wire.</summary>
internal sealed record MutatedRequest(byte[] Bytes, bool HasMutatedHead);

/// <summary>Makes requests of every route and mutates their heads, their bodies, or both, the same way for the same seed.</summary>
internal sealed class RequestMutator(int seed, int client)
{
    private static readonly (string Target, string Type, IReadOnlyList<byte[]> Bodies)[] Routes =
    [
        Route("/v1/recognize", "application/json", "recognize, JSON"), Route("/v1/recognize?entity_id=e&attributes.a=b", "application/x-protobuf", "recognize, protobuf"),
        Route("/v1/recognize?top_k=2", "multipart/form-data; boundary=xYz", "recognize, form"), Route("/v1/recognize?models=room-type@2", "image/png", "pictures"),
        Route("/invocations", "image/jpeg", "pictures"),
        Route("/endpoints/any/invocations", "image/jpeg", "pictures"),
        Route("/v1/feedback", "application/json", "feedback, JSON"), Route("/v1/feedback", "application/protobuf", "feedback, protobuf"),
        Route("/projects/P/evaluations/f", "application/json", "Evidently, members"), Route("/events/projects/P", "application/json", "Evidently, members"),
        Route("/projects/P/features", "application/json", "Evidently, members"), Route("/test-segment-pattern", "application/json", "Evidently, members"),
    ];

    private static readonly string[] Targets =
    [
        "/health/live", "/health/ready", "/v1/models", "/v1/models/room-type/2", "/v1/experiments", "/v1/experiments/a/results?from=2026-01-01&history=true",
        "/openapi/v1.json", "/docs/index.html", "/metrics", "/ping", "/projects/P", "/projects/P/features/f", "/segments", "/tags/arn%3Aaws", "/nowhere?a=%FF%00",
    ];

    private static readonly IReadOnlyList<byte[]> Heads = [.. MakeHeads()];

    private readonly Random _random = new(HashCode.Combine(seed, client));
    private readonly Mutator _heads = new((seed * Targets.Length) + client, Heads);
    private readonly Mutator[] _bodies = [.. Routes.Select((route, i) => new Mutator(unchecked((seed * 31) + (client * 7) + i), route.Bodies))];

    public MutatedRequest Next()
    {
        var chosen = _random.Next(Routes.Length + 1);
        // A head alone, with what it may promise.
        if (chosen == Routes.Length) return new([.. _heads.Next(), .. "\r\n\r\n"u8], HasMutatedHead: true);
        var (route, body) = (Routes[chosen], _bodies[chosen].Next());
        var head = _random.Next(4) == 0 ? "Transfer-Encoding: chunked" : $"Content-Length: {body.Length}";
        var content = head[0] == 'T' ? Chunked(body) : body;
        return new([.. Head("POST", route.Target, $"Content-Type: {route.Type}", head), .. content], HasMutatedHead: false);
    }

    private static (string Target, string Type, IReadOnlyList<byte[]> Bodies) Route(string target, string type, string reader) => (target, type, Subjects.All.Single(subject => subject.Name == reader).Corpus);

    private byte[] Chunked(byte[] body)
    {
        using var chunks = new MemoryStream();
        for (var at = 0; at < body.Length;)
        {
            var length = Math.Min(_random.Next(1, 2_000), body.Length - at);
            chunks.Write(Encoding.ASCII.GetBytes($"{length:x}{(_random.Next(4) == 0 ? ";a=\"b\"" : "")}\r\n"));
            chunks.Write(body, at, length);
            chunks.Write("\r\n"u8);
            at += length;
        }

        chunks.Write("0\r\n\r\n"u8);
        return chunks.ToArray();
    }

    private static IEnumerable<byte[]> MakeHeads()
    {
        foreach (var target in Targets)
        {
            foreach (var method in new[] { "GET", "HEAD", "OPTIONS", "DELETE" }) yield return Head(method, target, "Accept: application/x-protobuf;q=0.5, */*", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")[..^4];
        }

        yield return Head("POST", "/v1/recognize?models=a,b&top_k=1&attributes.a=b", "Content-Type: multipart/form-data; boundary=\"a b\"", "Content-Length: 5", "Expect: 100-continue", "x-request-id: a")[..^4];
        yield return Head("POST", "/v1/feedback", "Content-Type: application/json; charset=utf-8", "Transfer-Encoding: chunked", "Accept-Encoding: gzip", "Cookie: a=b")[..^4];
        yield return Head("POST", "/projects/P/features", "Content-Type: application/json", "Authorization: AWS4-HMAC-SHA256 Credential=a/b", "Content-Length: 2", "Connection: Upgrade", "Upgrade: h2c")[..^4];
    }

    private static byte[] Head(string method, string target, params string[] headers) =>
        Encoding.ASCII.GetBytes($"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{string.Join("\r\n", headers)}\r\n\r\n");
}
