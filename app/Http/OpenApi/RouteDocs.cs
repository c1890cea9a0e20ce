using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using RoomTypes.Recognition;
using RoomTypes.V1;

namespace RoomTypes.Http.OpenApi;

/// <summary>What the OpenAPI document says of a route beyond what its signature tells.</summary>
internal static class RouteDocs
{
    private const string AttributePattern = "^attributes\\..{1,64}$";

    private static readonly (string Name, JsonSchemaType Type, string Description)[] Fields =
    [
        ("models", JsonSchemaType.String, "models to answer with, comma-separated, for example room-type@2,room-type@3."),
        ("top_k", JsonSchemaType.Integer, "how many scores a room; all if absent."),
        ("explain", JsonSchemaType.Boolean, "whether to answer a class activation map of each picture for its most probable label."),
        ("explain_labels", JsonSchemaType.String, "labels to answer maps for too, comma-separated; with them explain is true."),
        ("allow_unknown", JsonSchemaType.Boolean, "whether a room that shows nothing that the model knows is answered as ROOM_TYPE_UNKNOWN."),
        ("room_id", JsonSchemaType.String, "the room of a bare picture, or of files of the field image."),
        ("entity_id", JsonSchemaType.String, "the unit of experiment assignment."),
        ("mission_id", JsonSchemaType.String, "the mission that took the pictures."),
        ("request_id", JsonSchemaType.String, "names the request; goes before the header x-request-id."),
    ];

    /// <summary>Documents POST /v1/feedback.</summary>
    public static RouteHandlerBuilder DescribeFeedback(this RouteHandlerBuilder route) => route
        .WithName("feedback")
        .WithTags("Feedback")
        .WithDescription(
            "Tells what a room really is, or a value of a metric. Answered when it is on disk; sending it again is safe. "
            + "The newest correction of a prediction counts.")
        .WithErrors(Errors.Feedback)
        .AddOpenApiOperationTransformer((operation, context, _) =>
        {
            var schemas = context.ApplicationServices.GetRequiredService<ContractSchemas>();
            var document = context.Document!;
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = WithAliases(OpenApiSetup.Content(schemas.Refer(FeedbackRequest.Descriptor, document), Examples.Feedback)),
            };
            operation.Responses!["200"] = new OpenApiResponse
            {
                Description = "What became of it.",
                Content = OpenApiSetup.Content(schemas.ReferAnswer(FeedbackResponse.Descriptor, document), Examples.FeedbackResponse),
            };
            return Task.CompletedTask;
        });

    /// <summary>Documents POST /v1/recognize.</summary>
    public static RouteHandlerBuilder DescribeRecognize(this RouteHandlerBuilder route) => route
        .WithName("recognize")
        .WithTags("Recognition")
        .WithDescription(
            "Takes a `RecognizeRequest` as Protocol Buffers or JSON, a form with files (a field's name is the room's id), or one bare picture. "
            + "Forms and bare pictures take the other fields as form fields or query parameters, whose names may also be lowerCamelCase. "
            + "Answers JSON, or Protocol Buffers if `Accept` asks for it.")
        .WithErrors(Errors.Recognize)
        .AddOpenApiOperationTransformer((operation, context, _) =>
        {
            var schemas = context.ApplicationServices.GetRequiredService<ContractSchemas>();
            var document = context.Document!;
            operation.RequestBody = RequestBody(schemas.Refer(RecognizeRequest.Descriptor, document));
            operation.Parameters = Parameters();
            operation.Responses!["200"] = new OpenApiResponse
            {
                Description = "One prediction for each room and model.",
                Content = OpenApiSetup.Content(schemas.ReferAnswer(RecognizeResponse.Descriptor, document), Examples.Response),
                Headers = new Dictionary<string, IOpenApiHeader> { [CacheHeaders.Status] = CacheStatusHeader() },
            };
            return Task.CompletedTask;
        });

    /// <summary>Documents how a change says of which state of the experiments it is.</summary>
    public static RouteHandlerBuilder DescribeChange(this RouteHandlerBuilder route) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = HeaderNames.IfMatch,
            In = ParameterLocation.Header,
            Description = "The `revision` that GET /v1/experiments or the change before told, in quotation marks: another one is answered 412, and nothing is changed. Without it any state is changed.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
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

    private static OpenApiRequestBody RequestBody(IOpenApiSchema request)
    {
        var content = OpenApiSetup.Content(request, Examples.Request);
        content[MediaTypes.Multipart] = new OpenApiMediaType { Schema = Form() };
        foreach (var type in MediaTypes.Requests.Where(type => type.StartsWith("image/", StringComparison.Ordinal)))
        {
            content[type] = new OpenApiMediaType { Schema = OpenApiSetup.Binary("One picture of one room.") };
        }

        return new OpenApiRequestBody { Required = true, Content = WithAliases(content) };
    }

    /// <summary>The same bodies under their other names too.</summary>
    private static Dictionary<string, OpenApiMediaType> WithAliases(Dictionary<string, OpenApiMediaType> content)
    {
        foreach (var (alias, name) in MediaTypes.Aliases)
        {
            if (content.TryGetValue(name, out var type)) content[alias] = type;
        }

        return content;
    }

    private static OpenApiSchema Form()
    {
        var fields = Fields.ToDictionary(field => field.Name, IOpenApiSchema (field) => FieldSchema(field));
        fields["image"] = OpenApiSetup.Binary("A picture of the room without an id, or of room_id; any other name of a file's field is a room's id.");
        return new()
        {
            Type = JsonSchemaType.Object,
            Description = "Any number of files; files of one field are pictures of one room.",
            Properties = fields,
            PatternProperties = new Dictionary<string, IOpenApiSchema> { [AttributePattern] = Attribute() },
            AdditionalProperties = OpenApiSetup.Binary("A picture of the room that the field's name is the id of."),
        };
    }

    private static List<IOpenApiParameter> Parameters() =>
    [
        .. Fields.Select(field => new OpenApiParameter
        {
            Name = field.Name,
            In = ParameterLocation.Query,
            Description = $"For forms and bare pictures: {field.Description}",
            Schema = FieldSchema(field),
        }),
        new OpenApiParameter
        {
            Name = "attributes",
            In = ParameterLocation.Query,
            // Each of the object's members is a parameter of its own.
            Style = ParameterStyle.Form,
            Explode = true,
            Description = $"For forms and bare pictures: facts for segments, a parameter each, attributes.KEY=value, for example attributes.country=DE; at most {RequestRules.MostAttributes}.",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                PatternProperties = new Dictionary<string, IOpenApiSchema> { [AttributePattern] = Attribute() },
            },
        },
        new OpenApiParameter
        {
            Name = HeaderNames.CacheControl,
            In = ParameterLocation.Header,
            Description = "`no-cache`: the answer is made anew; `no-store`: and it is not kept either.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        },
    ];

    /// <summary>The header that tells how the cache took part.</summary>
    public static OpenApiHeader CacheStatusHeader() => new()
    {
        Description = "How the cache of answers took part: `hit` (no model ran), `miss`, `bypass` (cache-control said so), or of pictures that differ "
            + "their numbers; `timings.cache` has each. Absent where the service keeps no answers.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^(hit|miss|bypass|mixed; hit=[0-9]+; miss=[0-9]+)$" },
    };

    private static OpenApiSchema Attribute() => new() { Type = JsonSchemaType.String, MaxLength = RequestRules.LongestAttributeValue };

    private static OpenApiSchema FieldSchema((string Name, JsonSchemaType Type, string Description) field) => new() { Type = field.Type, Description = field.Description };
}
