using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Events;

/// <summary>Turns an event of any shape into the HTTP request it stands for.</summary>
internal static class HttpEventReader
{
    /// <summary>Reads an event. The body is decoded in place, so the event's bytes are overwritten and must outlive the result.</summary>
    /// <exception cref="InvocationException">The event is none of the four shapes.</exception>
    public static HttpEvent Read(Memory<byte> json)
    {
        try
        {
            var fields = EventFields.Read(json.Span);
            var request = new HttpEvent { Shape = ShapeOf(fields), Headers = fields.Headers };
            SetTarget(request, fields);
            SetHeaders(request, fields);
            request.Body = DecodeBody(json, fields);
            SetContentLength(request);
            return request;
        }
        // GetString throws the second one for a value of another type.
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvocationException("Runtime.InvalidEvent", $"The event cannot be read as an HTTP request: {e.Message}", e);
        }
    }

    private static EventShape ShapeOf(in EventFields fields)
    {
        if (fields.Method is not null && fields.Path is not null)
        {
            if (fields.IsLoadBalancer)
                return fields.IsMultiValue ? EventShape.LoadBalancerMultiValue : EventShape.LoadBalancer;
            return fields.Version?.StartsWith("2.", StringComparison.Ordinal) == true ? EventShape.HttpApi : EventShape.RestApi;
        }
        throw new FormatException(
            "it has no method and path. Events of API Gateway REST APIs (1.0), HTTP APIs and function URLs (2.0) and Application Load Balancers are understood.");
    }

    private static void SetTarget(HttpEvent request, in EventFields fields)
    {
        request.Method = fields.Method!;
        request.QueryString = request.Shape switch
        {
            EventShape.HttpApi => QueryStrings.FromRaw(fields.RawQueryString),
            EventShape.RestApi => QueryStrings.FromDecoded(fields.Query),
            _ => QueryStrings.FromEncoded(fields.Query),
        };
        request.RawTarget = fields.Path + request.QueryString;
        (request.PathBase, request.Path) = request.Shape is EventShape.RestApi or EventShape.HttpApi
            ? RequestPaths.Split(fields.Path!, fields.ContextPath, fields.RouteTemplate, fields.PathParameters, fields.Stage)
            : ("", RequestPaths.Decode(fields.Path!));
    }

    private static void SetHeaders(HttpEvent request, in EventFields fields)
    {
        var headers = request.Headers;
        if (fields.Cookies is { Count: > 0 })
            headers.Cookie = string.Join("; ", fields.Cookies);
        // A load balancer's health check has none.
        if (headers.Host.Count == 0)
            headers.Host = fields.DomainName ?? "localhost";
        if (headers["X-Forwarded-Proto"] is [{ Length: > 0 } proto])
            request.Scheme = proto;
        request.SourceIp = fields.SourceIp ?? LastHop(headers["X-Forwarded-For"]);
    }

    // The load balancer appends the address it saw; what stands before it is the client's word.
    private static string? LastHop(string? forwardedFor) =>
        forwardedFor?[(forwardedFor.LastIndexOf(',') + 1)..].Trim();

    private static ReadOnlyMemory<byte> DecodeBody(Memory<byte> json, in EventFields fields)
    {
        if (fields.Body.TokenType != JsonTokenType.String)
            return default;
        var start = (int)fields.Body.TokenStartIndex + 1;
        var text = json.Slice(start, Unescape(json.Span[start..], fields.Body));
        if (!fields.IsBase64Encoded)
            return text;
        return Base64.DecodeFromUtf8InPlace(text.Span, out var length) == OperationStatus.Done
            ? text[..length]
            : throw new FormatException("isBase64Encoded is true, but the body is not valid Base64.");
    }

    // Unescaping never lengthens a JSON string, so the result fits where it came from.
    private static int Unescape(Span<byte> target, Utf8JsonReader body)
    {
        if (!body.ValueIsEscaped)
            return body.ValueSpan.Length;
        var unescaped = ArrayPool<byte>.Shared.Rent(body.ValueSpan.Length);
        var length = body.CopyString(unescaped);
        unescaped.AsSpan(0, length).CopyTo(target);
        ArrayPool<byte>.Shared.Return(unescaped);
        return length;
    }

    // The body has been unchunked and decoded on its way: its true length is the one that counts.
    private static void SetContentLength(HttpEvent request)
    {
        request.Headers.Remove("Transfer-Encoding");
        if (request.Body.Length > 0 || request.Headers.ContainsKey("Content-Length"))
            request.Headers["Content-Length"] = request.Body.Length.ToString(CultureInfo.InvariantCulture);
    }
}
