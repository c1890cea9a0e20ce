using System.Globalization;
using System.Text.Json;

namespace Stacks.Gateway;

/// <summary>
/// What API Gateway tells the container behind an endpoint of SageMaker, which sees a body, its type, what is accepted, and one attribute:
/// "CALLER" for recognizing, and "METHOD PATH CALLER REQUEST-ID" for everything else; and how it reads what SageMaker makes of the container's answer.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html, https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html</remarks>
internal static class EndpointTemplates
{
    /// <summary>The attribute, to the container and back.</summary>
    public const string Attributes = "X-Amzn-SageMaker-Custom-Attributes";

    private const string Recognize = "/v1/recognize";
    private const string Problem = "'application/problem+json'";

    // The one of our routes with other bodies than JSON beside recognizing.
    private const string Feedback = "/v1/feedback";

    /// <summary>Whether bodies may be of a type that no template can read, and pass as they are.</summary>
    public static bool TakesAnyType(Route route) => route.Path is Recognize or Feedback;

    /// <summary>Headers to SageMaker. A template, which alone can put several values together, overrides the attribute.</summary>
    public static IEnumerable<(string Name, string Value)> Headers(Route route)
    {
        yield return ("Accept", "method.request.header.Accept");
        if (route.Method == "POST")
            yield return ("Content-Type", "method.request.header.Content-Type");
        yield return (Attributes, route.Path == Recognize ? "context.identity.userArn" : $"'{route.Method} {route.Path}'");
    }

    /// <summary>What a JSON body, or none, becomes; empty where it passes as it is.</summary>
    public static string Request(Route route) => route.Path == Recognize ? "" : $$"""
        #set($query = "")
        #set($mark = "?")
        #foreach($name in $input.params().querystring.keySet())
        #set($query = "$query$mark$util.urlEncode($name)=$util.urlEncode($input.params().querystring.get($name))")
        #set($mark = "&")
        #end
        #set($context.requestOverride.header.{{Attributes}} = "{{route.Method}} {{Path(route)}}$query $context.identity.userArn $context.requestId")
        {{(route.Method == "POST" ? "$input.body" : "{}")}}
        """;

    /// <summary>How answers are handed back. What the container answers with another status than 2xx, SageMaker wraps in an error of its own, 424.</summary>
    /// <param name="serverless">Whether the endpoint has no instances, and takes smaller bodies than the gateway.</param>
    public static IReadOnlyList<GatewayAnswer> Answers(bool serverless) =>
    [
        new(200, null, new Dictionary<string, string> { ["Content-Type"] = "integration.response.header.Content-Type", ["x-request-id"] = $"integration.response.header.{Attributes}" }, null),
        new(502, "424", new Dictionary<string, string> { ["Content-Type"] = Problem }, $$"""
            #set($status = $input.path('$.OriginalStatusCode'))
            #if($status >= 400 && $status < 600)
            #set($context.responseOverride.status = $status)
            $input.path('$.OriginalMessage')
            #else
            {{Body(502, "Bad Gateway", "container_silent", "The service did not answer, or took longer than the minute that SageMaker waits. Try again; send fewer pictures.")}}
            #end
            """),
        .. serverless ? (GatewayAnswer[])[new(413, "413", new Dictionary<string, string> { ["Content-Type"] = Problem }, Body(413, "Content Too Large", "body_too_large", "The body is larger than the 4 MB that SageMaker passes on. Send fewer pictures, or smaller ones."))] : [],
        new(503, serverless ? @"(?!413|424)[45]\d{2}" : @"(?!424)[45]\d{2}", new Dictionary<string, string> { ["Content-Type"] = Problem, ["Retry-After"] = "'1'" }, Body(503, "Service Unavailable", "endpoint_unavailable", "SageMaker does not pass the request on: the endpoint has more than it can take, or is not there yet. Try again.")),
    ];

    private static string Path(Route route) => string.Concat(route.Parts.Select(part => part.StartsWith('{') ? $"/$util.urlEncode($input.params('{part.Trim('{', '}')}'))" : $"/{part}"));

    // As the service's own problems are; the id is the gateway's, whose log has it.
    private static string Body(int status, string title, string code, string detail) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"urn:room-type:problem:{code}\",\"title\":\"{title}\",\"status\":{status},\"detail\":{JsonSerializer.Serialize(detail)},\"code\":\"{code}\",\"requestId\":\"$context.requestId\"}}");
}
