using Microsoft.OpenApi;

namespace RoomTypes.Http.OpenApi;

/// <summary>The headers that every route takes and answers.</summary>
internal static class CommonHeaders
{
    private const string RequestId = "x-request-id";
    private const string TraceResponse = "traceresponse";
    private const string RetryAfter = "Retry-After";
    private const string Challenge = "WWW-Authenticate";

    /// <summary>Adds them to every operation, once all are there.</summary>
    public static void Document(OpenApiDocument document)
    {
        var components = document.Components ??= new OpenApiComponents();
        components.Headers = new Dictionary<string, IOpenApiHeader>
        {
            [RequestId] = Header("The request's id: the caller's, or one that was made.", JsonSchemaType.String),
            [TraceResponse] = Header("The request's trace (W3C Trace Context, level 2).", JsonSchemaType.String),
            [Problems.AwsErrorHeader] = Header("The error's name in AWS.", JsonSchemaType.String),
            [Challenge] = Header("What is asked for (RFC 6750).", JsonSchemaType.String),
            [RetryAfter] = Header("Seconds after which trying again may help, 1 to 60.", JsonSchemaType.Integer),
        };
        components.Parameters = new Dictionary<string, IOpenApiParameter>
        {
            [RequestId] = new OpenApiParameter
            {
                Name = RequestId,
                In = ParameterLocation.Header,
                Description = "Names the request; made if absent or of other characters, and answered.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[A-Za-z0-9._:/=+-]{1,128}$" },
            },
            [Deadlines.Header] = new OpenApiParameter
            {
                Name = Deadlines.Header,
                In = ParameterLocation.Header,
                Description = "Milliseconds from the request's first byte on in which an answer is of use, if that is less than the service's own limit. "
                    + "A request that could not be answered in time is refused with 429 before it is worked on.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
            },
        };
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            (operation.Parameters ??= []).Add(new OpenApiParameterReference(RequestId, document));
            if (operation.Responses!.ContainsKey("504")) operation.Parameters.Add(new OpenApiParameterReference(Deadlines.Header, document));
            foreach (var (status, response) in operation.Responses) Add(Headers(status, document), (OpenApiResponse)response);
        }
    }

    private static void Add(Dictionary<string, IOpenApiHeader> common, OpenApiResponse response)
    {
        foreach (var (name, own) in response.Headers ?? common) common[name] = own;
        response.Headers = common;
    }

    private static Dictionary<string, IOpenApiHeader> Headers(string status, OpenApiDocument document)
    {
        string[] names = status switch
        {
            "429" or "503" => [RequestId, TraceResponse, RetryAfter],
            "401" => [RequestId, TraceResponse, Challenge],
            "403" => [RequestId, TraceResponse, Problems.AwsErrorHeader],
            _ => [RequestId, TraceResponse],
        };
        return names.ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document));
    }

    private static OpenApiHeader Header(string description, JsonSchemaType type) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = type } };
}
