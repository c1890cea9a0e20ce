using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

namespace RoomTypes.Tests.Support;

/// <summary>The OpenAPI document as it is served, and what of an answer it does not say.</summary>
internal sealed class ServedDocument
{
    private const string Problem = "application/problem+json";

    /// <summary>Headers that every HTTP server sends, by the protocol alone (RFC 9110, RFC 9112).</summary>
    private static readonly string[] OfHttp = ["date", "content-length", "content-type", "transfer-encoding", "connection", "allow"];

    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly JsonObject _root;
    private readonly List<(Regex Path, JsonObject Operations)> _paths;
    private readonly ConcurrentDictionary<string, JsonSchema> _schemas = [];

    private ServedDocument(JsonObject root)
    {
        _root = root;
        _paths = [.. root["paths"]!.AsObject().Select(path => (new Regex($"^{Regex.Replace(path.Key, @"\{\w+\}", "[^/]+")}$"), path.Value!.AsObject()))];
    }

    public static ServedDocument Parse(string json)
    {
        // To a pointer that JSON Schema knows; unknown members of answers must be found.
        var root = JsonNode.Parse(json.Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal))!.AsObject();
        Close(root["components"]!["schemas"]!);
        return new ServedDocument(root);
    }

    /// <summary>Every status of every route and method.</summary>
    public IEnumerable<(string Method, string Path, string Status)> Answers =>
        from path in _root["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        from response in operation.Value!["responses"]!.AsObject()
        select (operation.Key.ToUpperInvariant(), path.Key, response.Key);

    /// <summary>What an answer has that the document does not say, or lacks of what it says; null if nothing.</summary>
    public string? Fault(string method, string path, int status, IEnumerable<string> headers, string? contentType, string body)
    {
        var operations = _paths.FirstOrDefault(candidate => candidate.Path.IsMatch(path)).Operations;
        if (operations is null) return contentType == Problem ? SchemaFault("Problem", body) : null;
        if (operations[method.ToLowerInvariant()] is not JsonObject operation)
            return status == 405 && contentType == Problem ? SchemaFault("Problem", body) : $"{method} is not in the document and was answered {status}.";
        if (operation["responses"]![$"{status}"] is not JsonObject response) return $"The status {status} is not in the document.";
        return HeaderFault(response, headers) ?? ContentFault(response, status, contentType, body);
    }

    private static string? HeaderFault(JsonObject response, IEnumerable<string> headers)
    {
        var documented = response["headers"]?.AsObject().Select(header => header.Key).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        var present = headers.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (present.FirstOrDefault(header => !documented.Contains(header) && !OfHttp.Contains(header, StringComparer.OrdinalIgnoreCase)) is { } undocumented)
            return $"The header {undocumented} is not in the document.";
        // Tests may run without a trace, and tensors come behind the JSON where they are asked for; the others are on every answer.
        return documented.FirstOrDefault(header => header is not ("traceresponse" or "x-cache" or "Inference-Header-Content-Length") && !present.Contains(header)) is { } missing ? $"The header {missing} is missing." : null;
    }

    private string? ContentFault(JsonObject response, int status, string? contentType, string body)
    {
        if (status == 304) return body.Length == 0 && response["content"] is null ? null : "A 304 has a body.";
        if (response["content"]?[contentType ?? ""] is not JsonObject content) return $"The content type '{contentType}' is not in the document.";
        if (contentType == Problem)
        {
            var problem = JsonNode.Parse(body)!;
            var code = (string)problem["code"]!;
            if (content["examples"]?[code] is null) return $"The code {code} of {status} is not in the document.";
            if ((int)problem["status"]! != status) return $"The problem says {problem["status"]}.";
        }

        // Tensors of other protocols have an example only.
        return contentType!.EndsWith("json", StringComparison.Ordinal) && content["schema"] is { } schema ? SchemaFault(((string)schema["$ref"]!).Split('/')[^1], body) : null;
    }

    private string? SchemaFault(string name, string body)
    {
        var result = _schemas.GetOrAdd(name, Schema).Evaluate(JsonNode.Parse(body), Strict);
        return result.IsValid
            ? null
            : $"{name}: {string.Join("; ", result.Details.Where(detail => detail.HasErrors).Select(detail => $"{detail.InstanceLocation} {string.Join(", ", detail.Errors!.Values)}"))}: {body}";
    }

    private JsonSchema Schema(string name) => JsonSchema.FromText(new JsonObject
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["$id"] = $"urn:test:{Guid.NewGuid()}",
        ["$ref"] = $"#/$defs/{name}",
        ["$defs"] = _root["components"]!["schemas"]!.DeepClone(),
    }.ToJsonString());

    private static void Close(JsonNode? node)
    {
        if (node is JsonArray array) foreach (var item in array) Close(item);
        if (node is not JsonObject schema) return;
        foreach (var (_, value) in schema) Close(value);
        if (schema["properties"] is JsonObject && !schema.ContainsKey("additionalProperties")) schema["additionalProperties"] = false;
    }
}
