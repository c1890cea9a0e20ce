using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using RoomTypes.V1;

namespace RoomTypes.Http.OpenApi;

/// <summary>What the OpenAPI document says of a route beyond what its signature tells.</summary>
internal static class RouteDocs
{
    private static readonly (int Status, string Code, string When)[] RecognizeErrors =
    [
        (400, "json_malformed", "The body is malformed or a value is not allowed."),
        (413, "body_too_large", "The body is over the limit."),
        (415, "content_type_unsupported", "The content type is not one of those below."),
        (422, "image_corrupt", "No picture could be read: broken, truncated, of another format, or over the limits of width, height or pixels."),
        (429, "overloaded", "More pictures than the queue holds; Retry-After says when to come back."),
        (500, "internal", "Something went wrong in the service."),
        (503, "not_ready", "The models are not loaded yet, or cannot be; the detail says which."),
        (504, "deadline_exceeded", "The answer was not ready in time."),
    ];

    private static readonly (int Status, string Code, string When)[] FeedbackErrors =
    [
        (400, "prediction_id_invalid", "The body is malformed or a value is not allowed."),
        (404, "feedback_disabled", "The service has no event store."),
        (413, "body_too_large", "The body is over the limit."),
        (415, "content_type_unsupported", "The content type is not one of those below."),
        (503, "event_store_unavailable", "The event store cannot be written now; send it again."),
        (504, "deadline_exceeded", "The feedback was not on disk in time; send it again."),
    ];

    /// <summary>Documents POST /v1/feedback.</summary>
    public static RouteHandlerBuilder DescribeFeedback(this RouteHandlerBuilder route) => route
        .WithName("feedback")
        .WithTags("Feedback")
        .WithDescription(
            "Tells what a room really is, or a value of a metric. Answered when it is on disk; sending it again is safe. "
            + "The newest correction of a prediction counts.")
        .WithErrors(FeedbackErrors)
        .AddOpenApiOperationTransformer((operation, context, _) =>
        {
            var schemas = context.ApplicationServices.GetRequiredService<ContractSchemas>();
            var document = context.Document!;
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = OpenApiSetup.Content(schemas.Refer(FeedbackRequest.Descriptor, document), Examples.Feedback),
            };
            operation.Responses!["200"] = new OpenApiResponse
            {
                Description = "What became of it.",
                Content = OpenApiSetup.Content(schemas.Refer(FeedbackResponse.Descriptor, document), Examples.FeedbackResponse),
            };
            return Task.CompletedTask;
        });

    /// <summary>Documents POST /v1/recognize.</summary>
    public static RouteHandlerBuilder DescribeRecognize(this RouteHandlerBuilder route) => route
        .WithName("recognize")
        .WithTags("Recognition")
        .WithDescription(
            "Takes a `RecognizeRequest` as Protocol Buffers or JSON, a form with files (a field's name is the room's id), or one bare picture. "
            + "Forms and bare pictures take the other fields as form fields or query parameters. Answers JSON, or Protocol Buffers if `Accept` asks for it.")
        .WithErrors(RecognizeErrors)
        .AddOpenApiOperationTransformer((operation, context, _) =>
        {
            var schemas = context.ApplicationServices.GetRequiredService<ContractSchemas>();
            var document = context.Document!;
            operation.RequestBody = RequestBody(schemas.Refer(RecognizeRequest.Descriptor, document));
            operation.Parameters = Parameters();
            operation.Responses!["200"] = new OpenApiResponse
            {
                Description = "One prediction for each room and model.",
                Content = OpenApiSetup.Content(schemas.Refer(RecognizeResponse.Descriptor, document), Examples.Response),
            };
            return Task.CompletedTask;
        });

    /// <summary>Shows what the route answers.</summary>
    /// <param name="route">The route.</param>
    /// <param name="example">Made when a document is: a start need not wait for it.</param>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, Func<JsonNode?> example) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Responses!["200"].Content![MediaTypes.Json].Example = example();
            return Task.CompletedTask;
        });

    /// <summary>Documents the statuses that a route answers with problem details.</summary>
    public static RouteHandlerBuilder WithErrors(this RouteHandlerBuilder route, params (int Status, string Code, string When)[] errors)
    {
        foreach (var (status, _, when) in errors)
        {
            route.WithMetadata(new ProducesResponseTypeAttribute<Problem>(status, MediaTypes.Problem) { Description = when });
        }

        return route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var (status, code, when) in errors)
            {
                operation.Responses![$"{status}"].Content![MediaTypes.Problem].Example = Examples.Problem(status, code, when);
            }

            return Task.CompletedTask;
        });
    }

    private static OpenApiRequestBody RequestBody(IOpenApiSchema request)
    {
        var content = OpenApiSetup.Content(request, Examples.Request);
        content[MediaTypes.Multipart] = new OpenApiMediaType { Schema = Form() };
        foreach (var type in MediaTypes.Requests.Where(type => type.StartsWith("image/", StringComparison.Ordinal)))
        {
            content[type] = new OpenApiMediaType { Schema = OpenApiSetup.Binary("One picture of one room.") };
        }

        return new OpenApiRequestBody { Required = true, Content = content };
    }

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Any number of files; files of one field are pictures of one room.",
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["image"] = OpenApiSetup.Binary("A picture of the room without an id; any other name of a file's field is a room's id."),
        },
        AdditionalProperties = OpenApiSetup.Binary("A picture of the room that the field's name is the id of."),
    };

    private static List<IOpenApiParameter> Parameters() =>
    [
        Query("models", "For forms and bare pictures: models to answer with, comma-separated, for example room-type@2,room-type@3."),
        Query("top_k", "For forms and bare pictures: how many scores a room; all if absent."),
        Query("entity_id", "For forms and bare pictures: the unit of experiment assignment."),
        Query("mission_id", "For forms and bare pictures: the mission that took the pictures."),
        new OpenApiParameter
        {
            Name = "x-request-id",
            In = ParameterLocation.Header,
            Description = "Names the request; made if absent, and answered.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 128 },
        },
    ];

    private static OpenApiParameter Query(string name, string description) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
