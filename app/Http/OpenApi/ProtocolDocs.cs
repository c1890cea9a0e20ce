using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using RoomTypes.Http.OpenInference;

namespace RoomTypes.Http.OpenApi;

/// <summary>Bodies and answers of other protocols, in GET /openapi/protocols.json.</summary>
internal static class ProtocolDocs
{
    private const string LengthOfJson = "Bytes of the JSON, if tensors follow it.";

    /// <summary>Documents an inference of the Open Inference Protocol.</summary>
    public static RouteHandlerBuilder DescribeInference(this RouteHandlerBuilder route) => route
        .WithDescription(
            "One tensor `image` of BYTES, a picture an element: base64 in `data`, or, with `Inference-Header-Content-Length` and `binary_data_size`, behind the JSON. "
            + "Answers `probabilities`, FP32 [pictures, labels], and `label`, BYTES [pictures]; every picture has to be readable.")
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter { Name = InferenceReader.HeaderLength, In = ParameterLocation.Header, Description = LengthOfJson, Schema = Integer() });
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = Content("""{"id":"1","inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":["/9j/4AAQ"]}]}"""),
            };
            operation.Responses!["200"] = new OpenApiResponse
            {
                Description = "The tensors.",
                Headers = new Dictionary<string, IOpenApiHeader>
                {
                    [InferenceReader.HeaderLength] = new OpenApiHeader { Description = LengthOfJson, Schema = Integer() },
                    [CacheHeaders.Status] = RouteDocs.CacheStatusHeader(),
                },
                Content = Content("""{"model_name":"room-type","model_version":"2","id":"1","outputs":[{"name":"label","datatype":"BYTES","shape":[1],"data":["kitchen"]}]}"""),
            };
            return Task.CompletedTask;
        });

    /// <summary>Documents Hugging Face's shape.</summary>
    public static RouteHandlerBuilder DescribeClassification(this RouteHandlerBuilder route) => route
        .WithDescription("One picture, as it is or as JSON; the labels and their scores, the most probable first. `name` may be name@version.")
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Content("""{"inputs":"/9j/4AAQ","parameters":{"top_k":1}}""") };
            operation.Responses!["200"] = new OpenApiResponse
            {
                Description = "The scores.",
                Headers = new Dictionary<string, IOpenApiHeader> { [CacheHeaders.Status] = RouteDocs.CacheStatusHeader() },
                Content = new Dictionary<string, OpenApiMediaType> { [MediaTypes.Json] = Json("""[{"label":"kitchen","score":0.97}]""") },
            };
            return Task.CompletedTask;
        });

    private static Dictionary<string, OpenApiMediaType> Content(string example) => new()
    {
        [MediaTypes.Json] = Json(example),
        [MediaTypes.Octets] = new OpenApiMediaType { Schema = OpenApiSetup.Binary("Bytes of pictures or tensors.") },
    };

    private static OpenApiSchema Integer() => new() { Type = JsonSchemaType.Integer };

    private static OpenApiMediaType Json(string example) => new() { Example = JsonNode.Parse(example) };
}
