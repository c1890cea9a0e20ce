using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Events;

/// <summary>
/// The fields of an event that make up a request, before they are interpreted. The shapes are documented at
/// docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html (1.0 and 2.0) and
/// docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html.
/// </summary>
internal ref struct EventFields()
{
    public string? Version;
    public string? Method;
    public string? Path;
    public string? RawQueryString;
    public string? RouteTemplate;
    public bool IsBase64Encoded;
    public bool IsMultiValue;
    public bool IsLoadBalancer;
    public string? Stage;
    public string? ContextPath;
    public string? SourceIp;
    public string? DomainName;
    public List<string>? Cookies;
    public List<KeyValuePair<string, string>>? Query;
    public List<KeyValuePair<string, string>>? PathParameters;
    public HeaderDictionary Headers = [];

    /// <summary>Stands at the body, if there is one.</summary>
    public Utf8JsonReader Body;

    public static EventFields Read(ReadOnlySpan<byte> json)
    {
        var fields = new EventFields();
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The event is no JSON object.");
        while (Next(ref reader))
            fields.ReadField(ref reader);
        return fields;
    }

    private void ReadField(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("headers"u8)) ReadHeaders(ref reader);
        else if (reader.ValueTextEquals("multiValueHeaders"u8)) ReadMultiValueHeaders(ref reader);
        else if (reader.ValueTextEquals("body"u8)) ReadBody(ref reader);
        else if (reader.ValueTextEquals("isBase64Encoded"u8)) { reader.Read(); IsBase64Encoded = reader.TokenType == JsonTokenType.True; }
        else if (reader.ValueTextEquals("requestContext"u8)) ReadContext(ref reader);
        else if (reader.ValueTextEquals("httpMethod"u8)) Method = String(ref reader);
        else if (reader.ValueTextEquals("path"u8) || reader.ValueTextEquals("rawPath"u8)) Path = String(ref reader);
        else if (reader.ValueTextEquals("rawQueryString"u8)) RawQueryString = String(ref reader);
        else if (reader.ValueTextEquals("queryStringParameters"u8)) Query ??= ReadPairs(ref reader);
        else if (reader.ValueTextEquals("multiValueQueryStringParameters"u8)) Query = ReadMultiValuePairs(ref reader) ?? Query;
        else if (reader.ValueTextEquals("cookies"u8)) Cookies = ReadStrings(ref reader);
        else if (reader.ValueTextEquals("pathParameters"u8)) PathParameters = ReadPairs(ref reader);
        else if (reader.ValueTextEquals("resource"u8)) RouteTemplate = String(ref reader);
        else if (reader.ValueTextEquals("routeKey"u8)) RouteTemplate = TemplateOf(String(ref reader));
        else if (reader.ValueTextEquals("version"u8)) Version = String(ref reader);
        else SkipValue(ref reader);
    }

    private void ReadContext(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader, JsonTokenType.StartObject))
            return;
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("elb"u8)) { IsLoadBalancer = true; SkipValue(ref reader); }
            else if (reader.ValueTextEquals("http"u8) || reader.ValueTextEquals("identity"u8)) ReadCaller(ref reader);
            else if (reader.ValueTextEquals("stage"u8)) Stage = String(ref reader);
            else if (reader.ValueTextEquals("path"u8)) ContextPath = String(ref reader);
            else if (reader.ValueTextEquals("domainName"u8)) DomainName = String(ref reader);
            else SkipValue(ref reader);
        }
    }

    // requestContext.http (2.0) and requestContext.identity (1.0).
    private void ReadCaller(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader, JsonTokenType.StartObject))
            return;
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("method"u8)) Method = String(ref reader);
            else if (reader.ValueTextEquals("sourceIp"u8)) SourceIp = String(ref reader);
            else SkipValue(ref reader);
        }
    }

    private void ReadHeaders(ref Utf8JsonReader reader)
    {
        // A REST API sends both forms, of which only the other one is complete.
        if (!Enter(ref reader, JsonTokenType.StartObject, skip: IsMultiValue))
            return;
        while (Next(ref reader))
        {
            var name = reader.GetString()!;
            Headers[name] = String(ref reader) ?? "";
        }
    }

    private void ReadMultiValueHeaders(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader, JsonTokenType.StartObject))
            return;
        IsMultiValue = true;
        Headers.Clear();
        while (Next(ref reader))
        {
            var name = reader.GetString()!;
            Headers[name] = ReadStrings(ref reader) is { } values ? new StringValues([.. values]) : StringValues.Empty;
        }
    }

    private void ReadBody(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            Body = reader;
        else if (reader.TokenType != JsonTokenType.Null)
            throw new JsonException("The event's body is neither a string nor null.");
    }

    private static List<KeyValuePair<string, string>>? ReadPairs(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader, JsonTokenType.StartObject))
            return null;
        var pairs = new List<KeyValuePair<string, string>>();
        while (Next(ref reader))
        {
            var name = reader.GetString()!;
            pairs.Add(new(name, String(ref reader) ?? ""));
        }
        return pairs;
    }

    private static List<KeyValuePair<string, string>>? ReadMultiValuePairs(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader, JsonTokenType.StartObject))
            return null;
        var pairs = new List<KeyValuePair<string, string>>();
        while (Next(ref reader))
        {
            var name = reader.GetString()!;
            foreach (var value in ReadStrings(ref reader) ?? [])
                pairs.Add(new(name, value));
        }
        return pairs;
    }

    private static List<string>? ReadStrings(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader, JsonTokenType.StartArray))
            return null;
        var values = new List<string>(1);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            values.Add(reader.GetString() ?? "");
        return values;
    }

    // "GET /v1/models/{name}"; "$default" has no template.
    private static string? TemplateOf(string? routeKey) =>
        routeKey?.IndexOf(' ') is > 0 and var space ? routeKey[(space + 1)..] : null;

    /// <summary>Moves to the next property name of the object at hand; false at its end.</summary>
    private static bool Next(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves into the property's value, or past it when it is not of that type (null, mostly).</summary>
    private static bool Enter(ref Utf8JsonReader reader, JsonTokenType start, bool skip = false)
    {
        reader.Read();
        if (!skip && reader.TokenType == start)
            return true;
        reader.Skip();
        return false;
    }

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static string? String(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }
}
