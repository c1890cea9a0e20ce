using System.Text;
using System.Text.Json;

namespace Hosting.Tests.Http;

/// <summary>An HTTP answer without the headers that belong to a connection (RFC 9110, 7.6.1) or to the server that framed it.</summary>
public sealed record Answer(int Status, string Headers, byte[] Body)
{
    private static HashSet<string> Framing { get; } =
        new(["Date", "Server", "Transfer-Encoding", "Connection", "Content-Length"], StringComparer.OrdinalIgnoreCase);

    public string Text => Encoding.UTF8.GetString(Body);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        Normalize(response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).SelectMany(h => h.Value.Select(v => (h.Key, v)))),
        await response.Content.ReadAsByteArrayAsync());

    /// <summary>As the gateway or load balancer turns a function's answer into HTTP.</summary>
    public static Answer Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var body = root.GetProperty("body").GetString()!;
        return new Answer(
            root.GetProperty("statusCode").GetInt32(),
            Normalize(HeadersOf(root)),
            root.GetProperty("isBase64Encoded").GetBoolean() ? Convert.FromBase64String(body) : Encoding.UTF8.GetBytes(body));
    }

    private static IEnumerable<(string, string)> HeadersOf(JsonElement root)
    {
        if (root.TryGetProperty("headers", out var single))
        {
            foreach (var header in single.EnumerateObject())
                yield return (header.Name, header.Value.GetString()!);
        }
        if (root.TryGetProperty("multiValueHeaders", out var multi))
        {
            foreach (var header in multi.EnumerateObject())
            {
                foreach (var value in header.Value.EnumerateArray())
                    yield return (header.Name, value.GetString()!);
            }
        }
        if (root.TryGetProperty("cookies", out var cookies))
        {
            foreach (var cookie in cookies.EnumerateArray())
                yield return ("set-cookie", cookie.GetString()!);
        }
    }

    // Values of one name are a list, but for cookies (RFC 9110, 5.3).
    private static string Normalize(IEnumerable<(string Name, string Value)> headers) => string.Join('\n', headers
        .Where(h => !Framing.Contains(h.Name))
        .GroupBy(h => h.Name.ToLowerInvariant(), h => h.Value)
        .OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => $"{g.Key}: {string.Join(g.Key == "set-cookie" ? " | " : ", ", g)}"));

    public bool Equals(Answer? other) =>
        other is not null && Status == other.Status && Headers == other.Headers && Body.AsSpan().SequenceEqual(other.Body);

    public override int GetHashCode() => HashCode.Combine(Status, Headers, Body.Length);

    public override string ToString() => $"{Status}\n{Headers}\n\n{(Body.Length > 2000 ? $"{Body.Length} bytes" : Text)}";
}
