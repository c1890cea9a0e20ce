using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using RoomTypes.Http.OpenApi;
using RoomTypes.Http.Parsing;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>A label and how probable it is.</summary>
/// <param name="Label">The label.</param>
/// <param name="Score">Its probability.</param>
public sealed record Classification(string Label, float Score);

/// <summary>Writes them without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<Classification>))]
internal sealed partial class ClassificationJson : JsonSerializerContext;

/// <summary>
/// POST /models/{name}: the shape of Hugging Face's image classification (huggingface.co/docs/inference-providers, "Image Classification"): a picture
/// as it is, or {"inputs": base64, "parameters": {"top_k"}}; the answer is a list of labels and scores, the most probable first.
/// </summary>
internal static class ClassificationEndpoint
{
    /// <summary>Maps it; a version is named as name@version.</summary>
    public static void MapClassification(this WebApplication app) => app.MapPost("/models/{name}", ClassifyAsync)
        .WithGroupName(DocumentName.Protocols).WithTags("Hugging Face").WithName("classify").DescribeClassification().WithErrors(Errors.Protocol);

    private static async Task ClassifyAsync(
        HttpContext context, string name, [FromServices] RecognitionPipeline pipeline, [FromServices] RecognitionService service)
    {
        var response = await pipeline.AnswerWholeAsync(context, async (request, bytes, cancellationToken) =>
        {
            await service.RequireServedAsync(name, cancellationToken);
            request.AddModel(name);
            if (MediaTypes.Match(context.Request.ContentType) == MediaTypes.Json) JsonWalker.Walk(bytes, request, ReadJson);
            else request.AddPicture(request.AddRoom(), new Picture(bytes));
        });
        IReadOnlyList<Classification> scores = [.. response.Rooms[0].Scores.Select(score => new Classification(score.Label, score.Probability))];
        await Answers.WriteAsync(context, MediaTypes.Json, JsonSerializer.SerializeToUtf8Bytes(scores, ClassificationJson.Default.IReadOnlyListClassification));
    }

    private static void ReadJson(ref JsonWalker json, RecognitionRequest request)
    {
        json.OpenObject();
        while (json.NextField() is { } field)
        {
            switch (field)
            {
                case "inputs":
                    json.Read();
                    request.AddPicture(request.Room(""), new Picture(json.Content(field)));
                    break;
                case "parameters":
                    if (json.OpenFieldObject()) ReadParameters(ref json, request);
                    break;
                default:
                    throw json.Unknown(field, "inputs, parameters");
            }
        }
    }

    // function_to_apply and others concern models that do not answer probabilities.
    private static void ReadParameters(ref JsonWalker json, RecognitionRequest request)
    {
        while (json.NextField() is { } name)
        {
            if (name == "top_k") request.TopK = json.UInt32(name);
            else json.Skip();
        }
    }
}
