using System.Text;

namespace Hosting.Tests.Http;

/// <summary>An HTTP request as a client sends it.</summary>
/// <param name="Method">GET, POST, ...</param>
/// <param name="Target">Percent-encoded path and query.</param>
public sealed record HttpCall(string Method, string Target)
{
    public (string Name, string Value)[] Headers { get; init; } = [];

    public byte[] Body { get; init; } = [];

    public string? ContentType { get; init; }

    public string Path => Target.Split('?')[0];

    public string Query => Target.Contains('?') ? Target[(Target.IndexOf('?') + 1)..] : "";

    public static HttpCall Text(string method, string target, string contentType, string body) =>
        new(method, target) { ContentType = contentType, Body = Encoding.UTF8.GetBytes(body) };

    public override string ToString() => $"{Method} {Target} {ContentType}";
}
