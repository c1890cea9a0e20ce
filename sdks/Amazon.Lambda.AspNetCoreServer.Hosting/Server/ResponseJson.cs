using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Amazon.Lambda.AspNetCoreServer.Hosting.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Server;

/// <summary>Writes a response in the shape that the event's source reads.</summary>
internal static class ResponseJson
{
    private static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(PooledBuffer target, EventShape shape, string method, ResponseFeature response, HostingOptions options)
    {
        using var json = new Utf8JsonWriter(target, Options);
        json.WriteStartObject();
        json.WriteNumber("statusCode"u8, response.StatusCode);
        if (shape is EventShape.LoadBalancer or EventShape.LoadBalancerMultiValue)
            json.WriteString("statusDescription"u8, $"{response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}");
        if (shape is EventShape.RestApi or EventShape.LoadBalancerMultiValue)
            WriteMultiValueHeaders(json, response.Headers);
        else
            WriteHeaders(json, response.Headers, shape);
        WriteBody(json, HasBody(method, response.StatusCode) ? response.Body.Span : default, response.Headers, options);
        json.WriteEndObject();
    }

    private static bool HasBody(string method, int statusCode) =>
        !HttpMethods.IsHead(method) && statusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);

    private static void WriteMultiValueHeaders(Utf8JsonWriter json, IHeaderDictionary headers)
    {
        json.WriteStartObject("multiValueHeaders"u8);
        foreach (var (name, values) in headers)
        {
            if (IsOfConnection(name))
                continue;
            json.WriteStartArray(name);
            foreach (var value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter json, IHeaderDictionary headers, EventShape shape)
    {
        var cookies = headers.SetCookie;
        json.WriteStartObject("headers"u8);
        foreach (var (name, values) in headers)
        {
            if (!IsOfConnection(name) && !name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
                json.WriteString(name, values.Count == 1 ? values[0] : string.Join(", ", values.ToArray()));
        }
        if (shape == EventShape.LoadBalancer)
            WriteCookieHeaders(json, cookies);
        json.WriteEndObject();
        if (shape == EventShape.HttpApi && cookies.Count > 0)
        {
            json.WriteStartArray("cookies"u8);
            foreach (var cookie in cookies)
                json.WriteStringValue(cookie);
            json.WriteEndArray();
        }
    }

    // Cookies cannot be joined by commas, and this shape has one value a name: names that differ in case only are one header to a client.
    private static void WriteCookieHeaders(Utf8JsonWriter json, StringValues cookies)
    {
        for (var i = 0; i < cookies.Count; i++)
            json.WriteString(CaseVariant("set-cookie", i), cookies[i]);
    }

    // The bits of the number choose the letters in upper case.
    private static string CaseVariant(string name, int number) => string.Create(name.Length, (name, number), static (variant, state) =>
    {
        var bits = state.number;
        for (var i = 0; i < variant.Length; i++)
        {
            var letter = char.IsAsciiLetter(state.name[i]);
            variant[i] = letter && (bits & 1) == 1 ? char.ToUpperInvariant(state.name[i]) : state.name[i];
            if (letter)
                bits >>= 1;
        }
    });

    // The gateway frames the answer itself.
    private static bool IsOfConnection(string name) =>
        name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Connection", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Keep-Alive", StringComparison.OrdinalIgnoreCase);

    private static void WriteBody(Utf8JsonWriter json, ReadOnlySpan<byte> body, IHeaderDictionary headers, HostingOptions options)
    {
        // Bytes that are no UTF-8 would be corrupted as a string, whatever the type is registered as.
        var base64 = options.EncodingOf(headers.ContentType, headers.ContentEncoding) == ResponseContentEncoding.Base64 || !Utf8.IsValid(body);
        if (base64)
            json.WriteBase64String("body"u8, body);
        else
            json.WriteString("body"u8, body);
        json.WriteBoolean("isBase64Encoded"u8, base64);
    }
}
