using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using RoomTypes.Http.OpenApi;
using RoomTypes.Recognition;

namespace RoomTypes.Http.OpenInference;

/// <summary>The Open Inference Protocol, version 2 (kserve/open-inference-protocol), with Triton's binary extension: its clients work as they are.</summary>
internal static class InferenceEndpoints
{
    private const string Model = "/v2/models/{name}";
    private const string Version = Model + "/versions/{version}";

    private static readonly string ServiceVersion = typeof(InferenceEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>Maps its routes.</summary>
    public static void MapOpenInference(this WebApplication app)
    {
        var routes = app.MapGroup("").WithGroupName(DocumentName.Protocols).WithTags("Open Inference Protocol V2");
        routes.MapGet("/v2", Server).WithName("serverMetadata").Produces<ServerMetadata>();
        routes.MapGet("/v2/health/live", () => TypedResults.Json(new ServerLive(true), InferenceJson.Default.ServerLive)).WithName("serverLive").Produces<ServerLive>();
        routes.MapGet("/v2/health/ready", Ready).WithName("serverReady").Produces<ServerReady>().WithErrors(Errors.Readiness);
        foreach (var (path, suffix) in new[] { (Model, ""), (Version, "Version") })
        {
            routes.MapGet(path, Describe).WithName($"describeModel{suffix}").Produces<ModelMetadata>().WithErrors(Errors.Model);
            routes.MapGet($"{path}/ready", IsReady).WithName($"modelReady{suffix}").Produces<ModelReady>().WithErrors(Errors.Model);
            routes.MapPost($"{path}/infer", InferAsync).WithName($"infer{suffix}").DescribeInference().WithErrors(Errors.Protocol);
        }
    }

    /// <summary>The service and what it speaks.</summary>
    public static IResult Server() => TypedResults.Json(new ServerMetadata("room-types", ServiceVersion, ["binary_tensor_data"]), InferenceJson.Default.ServerMetadata);

    /// <summary>Whether requests may come.</summary>
    /// <exception cref="ServiceException">Not yet, or never, with the reason.</exception>
    public static IResult Ready(RecognitionService service, IHostApplicationLifetime lifetime)
    {
        HealthEndpoints.VerifyReady(service, lifetime);
        return TypedResults.Json(new ServerReady(true), InferenceJson.Default.ServerReady);
    }

    /// <summary>Whether a model answers.</summary>
    /// <exception cref="ServiceException">It is not served.</exception>
    public static IResult IsReady(string name, string? version, RecognitionService service)
    {
        service.RequireServed(Reference(name, version));
        return TypedResults.Json(new ModelReady(name, true), InferenceJson.Default.ModelReady);
    }

    /// <summary>A model's inputs and outputs.</summary>
    /// <exception cref="ServiceException">It is not served.</exception>
    public static IResult Describe(string name, string? version, RecognitionService service)
    {
        var model = service.RequireServed(Reference(name, version));
        var metadata = new ModelMetadata(
            name, [.. service.Served.Where(served => served.Name == name).Select(served => served.Version)], "onnxruntime_onnx",
            [new(InferenceRequest.Input, "BYTES", [-1])], [new(InferenceRequest.Probabilities, "FP32", [-1, model.Labels.Count]), new(InferenceRequest.Label, "BYTES", [-1])]);
        return TypedResults.Json(metadata, InferenceJson.Default.ModelMetadata);
    }

    private static async Task InferAsync(
        HttpContext context, string name, string? version, [FromServices] RecognitionPipeline pipeline, [FromServices] RecognitionService service)
    {
        InferenceRequest? asked = null;
        RecognitionRequest? recognized = null;
        var response = await pipeline.AnswerWholeAsync(context, async (request, bytes, cancellationToken) =>
        {
            await service.RequireServedAsync(Reference(name, version), cancellationToken);
            request.AddModel(Reference(name, version));
            recognized = request;
            asked = InferenceReader.Read(bytes, context.Request.Headers[InferenceReader.HeaderLength].ToString(), request);
        });
        var (body, length) = new InferenceAnswer(asked!, response, recognized!.Labels).Write();
        if (length is { } json) context.Response.Headers[InferenceReader.HeaderLength] = json.ToString(CultureInfo.InvariantCulture);
        await Answers.WriteAsync(context, length is null ? MediaTypes.Json : MediaTypes.Octets, body);
    }

    // Without a version, the one that the name alone stands for.
    private static string Reference(string name, string? version) => version is null ? name : $"{name}@{version}";
}
