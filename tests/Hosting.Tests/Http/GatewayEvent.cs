using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hosting.Tests.Http;

/// <summary>The four shapes of event.</summary>
public enum Shape
{
    RestApi,
    HttpApi,
    LoadBalancer,
    LoadBalancerMultiValue,
}

/// <summary>
/// Makes the event that each source makes of a request: API Gateway 1.0 decodes query values and sends every header twice; 2.0 lower-cases
/// and joins headers, takes cookies out and decodes the path; a load balancer leaves all encoded and, without multi-value headers, keeps
/// the last value of a name.
/// </summary>
public static class GatewayEvent
{
    public static string Write(Shape shape, HttpCall call)
    {
        using var buffer = new MemoryStream();
        // Sources differ in what they escape; the default escapes "+" and "/" within Base64 too.
        var encoder = shape == Shape.LoadBalancer ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = encoder }))
        {
            json.WriteStartObject();
            switch (shape)
            {
                case Shape.RestApi: WriteRestApi(json, call); break;
                case Shape.HttpApi: WriteHttpApi(json, call); break;
                default: WriteLoadBalancer(json, call, shape == Shape.LoadBalancerMultiValue); break;
            }
            WriteBody(json, call);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteRestApi(Utf8JsonWriter json, HttpCall call)
    {
        json.WriteString("resource", call.Path == "/" ? "/" : "/{proxy+}");
        json.WriteString("path", call.Path);
        json.WriteString("httpMethod", call.Method);
        WriteSingle(json, "headers", Headers(call, "Host", "X-Forwarded-For", "X-Forwarded-Proto"));
        WriteMulti(json, "multiValueHeaders", Headers(call, "Host", "X-Forwarded-For", "X-Forwarded-Proto"));
        WriteSingle(json, "queryStringParameters", Pairs(call, decode: true));
        WriteMulti(json, "multiValueQueryStringParameters", Pairs(call, decode: true));
        if (call.Path != "/")
            WriteSingle(json, "pathParameters", [("proxy", call.Path[1..])]);
        json.WriteStartObject("requestContext");
        json.WriteString("stage", "prod");
        json.WriteString("path", "/prod" + call.Path);
        json.WriteString("httpMethod", call.Method);
        json.WriteString("domainName", "abc123.execute-api.eu-central-1.amazonaws.com");
        json.WriteStartObject("identity");
        json.WriteString("sourceIp", "203.0.113.7");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteHttpApi(Utf8JsonWriter json, HttpCall call)
    {
        json.WriteString("version", "2.0");
        json.WriteString("routeKey", "$default");
        json.WriteString("rawPath", Uri.UnescapeDataString(call.Path));
        json.WriteString("rawQueryString", call.Query);
        var cookies = call.Headers.Where(h => h.Name == "Cookie").SelectMany(h => h.Value.Split("; ")).ToArray();
        if (cookies.Length > 0)
        {
            json.WriteStartArray("cookies");
            foreach (var cookie in cookies)
                json.WriteStringValue(cookie);
            json.WriteEndArray();
        }
        json.WriteStartObject("headers");
        foreach (var group in Headers(call, "host", "x-forwarded-for", "x-forwarded-proto").Where(h => h.Name != "Cookie").GroupBy(h => h.Name.ToLowerInvariant(), h => h.Value))
            json.WriteString(group.Key, string.Join(",", group));
        json.WriteEndObject();
        json.WriteStartObject("requestContext");
        json.WriteString("stage", "$default");
        json.WriteString("domainName", "abc123.execute-api.eu-central-1.amazonaws.com");
        json.WriteStartObject("http");
        json.WriteString("method", call.Method);
        json.WriteString("path", Uri.UnescapeDataString(call.Path));
        json.WriteString("sourceIp", "203.0.113.7");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLoadBalancer(Utf8JsonWriter json, HttpCall call, bool multiValue)
    {
        json.WriteStartObject("requestContext");
        json.WriteStartObject("elb");
        json.WriteString("targetGroupArn", "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/room-type/6d0ecf831eec9f09");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("httpMethod", call.Method);
        json.WriteString("path", call.Path);
        var headers = Headers(call, "host", "x-forwarded-for", "x-forwarded-proto").Select(h => (h.Name.ToLowerInvariant(), h.Value)).ToArray();
        var query = Pairs(call, decode: false);
        if (multiValue)
        {
            WriteMulti(json, "multiValueQueryStringParameters", query);
            WriteMulti(json, "multiValueHeaders", headers);
        }
        else
        {
            WriteSingle(json, "queryStringParameters", query);
            WriteSingle(json, "headers", headers);
        }
    }

    private static void WriteBody(Utf8JsonWriter json, HttpCall call)
    {
        var text = call.ContentType is null || call.ContentType.StartsWith("text/", StringComparison.Ordinal)
            || call.ContentType.StartsWith("application/json", StringComparison.Ordinal);
        if (call.Body.Length == 0)
            json.WriteNull("body");
        else
            json.WriteString("body", text ? Encoding.UTF8.GetString(call.Body) : Convert.ToBase64String(call.Body));
        json.WriteBoolean("isBase64Encoded", !text && call.Body.Length > 0);
    }

    private static (string Name, string Value)[] Headers(HttpCall call, string host, string forwardedFor, string forwardedProto) =>
    [
        (host, "rooms.example"),
        (forwardedFor, "203.0.113.7"),
        (forwardedProto, "https"),
        .. call.ContentType is null ? Array.Empty<(string, string)>() : [("Content-Type", call.ContentType)],
        .. call.Body.Length == 0 ? Array.Empty<(string, string)>() : [("Content-Length", call.Body.Length.ToString(CultureInfo.InvariantCulture))],
        .. call.Headers,
    ];

    private static (string Name, string Value)[] Pairs(HttpCall call, bool decode) =>
        [.. call.Query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => (pair[0], pair.Length == 2 ? pair[1] : ""))
            .Select(pair => decode ? (Decode(pair.Item1), Decode(pair.Item2)) : pair)];

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static void WriteSingle(Utf8JsonWriter json, string name, (string Name, string Value)[] pairs)
    {
        if (pairs.Length == 0)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        foreach (var group in pairs.GroupBy(p => p.Name, p => p.Value))
            json.WriteString(group.Key, group.Last());
        json.WriteEndObject();
    }

    private static void WriteMulti(Utf8JsonWriter json, string name, (string Name, string Value)[] pairs)
    {
        if (pairs.Length == 0)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        foreach (var group in pairs.GroupBy(p => p.Name, p => p.Value))
        {
            json.WriteStartArray(group.Key);
            foreach (var value in group)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
