using RoomTypes.Configuration;
using RoomTypes.Http.Mlflow;
using RoomTypes.Http.Ofrep;
using RoomTypes.Http.OpenApi;
using RoomTypes.Http.OpenInference;
using RoomTypes.Http.Page;
using RoomTypes.Http.Signatures;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>Every route of the service.</summary>
internal static class Routes
{
    /// <summary>Where it is asked whether the process answers.</summary>
    public const string Live = "/health/live";

    /// <summary>Where the readiness is asked for.</summary>
    public const string Ready = "/health/ready";

    /// <summary>Where SageMaker asks for it.</summary>
    public const string Ping = "/ping";

    /// <summary>Maps the routes behind request ids and problem details.</summary>
    public static void MapRoomTypes(this WebApplication app)
    {
        app.UseRequestStarts();
        app.UseHead();
        app.UseRequestIds();
        app.UseProblems();
        app.UseCrossSiteRefusals();
        if (app.Services.GetRequiredService<PageOptions>().Page) app.UsePage();
        if (app.Services.GetRequiredService<SignatureOptions>().Signatures == SignatureRule.Required) app.Use(app.Services.GetRequiredService<RequiredSignatures>().InvokeAsync);
        if (app.Services.GetRequiredService<RequestOptions>().MaxCallerRequestsPerSecond > 0) app.Use(app.Services.GetRequiredService<CallerLimits>().InvokeAsync);
        app.UseRouting();

        app.MapPost("/v1/recognize", RecognizeEndpoint.HandleAsync).DescribeRecognize();
        app.MapPost("/v1/feedback", FeedbackEndpoint.HandleAsync).DescribeFeedback();

        app.MapGet("/v1/models", ModelEndpoints.List)
            .WithName("listModels").WithTags("Models")
            .Produces<ModelList>().WithErrors(Errors.Models);
        app.MapGet("/v1/models/{name}/{version}", ModelEndpoints.Get)
            .WithName("getModel").WithTags("Models")
            .Produces<ModelDescription>().WithErrors(Errors.Model);
        app.MapGet("/v1/models/{name}/{version}/card", ModelEndpoints.CardAsync)
            .WithName("getModelCard").WithTags("Models")
            .Produces<string>(contentType: MediaTypes.Markdown).WithErrors(Errors.Card);

        app.MapDrift();
        app.MapExperiments();
        app.MapExperimentChanges();
        app.MapOfrep();
        app.MapOpenInference();
        app.MapClassification();
        app.MapMlflow();

        app.MapGet(Live, HealthEndpoints.Live)
            .WithName("live").WithTags("Health")
            .Produces<Health>();
        app.MapGet(Ready, HealthEndpoints.Ready)
            .WithName("ready").WithTags("Health")
            .Produces<Health>().WithErrors(Errors.Readiness);

        // The SageMaker container contract.
        app.MapGet(Ping, HealthEndpoints.Ready).ExcludeFromDescription();
        app.MapPost(Invocations.Path, RecognizeEndpoint.HandleAsync).ExcludeFromDescription();
        // SageMaker's own clients ask so for an endpoint, whatever its name.
        app.MapPost("/endpoints/{name}/invocations", RecognizeEndpoint.HandleAsync).ExcludeFromDescription();

        // Nobody can choose which environment of a function answers: there the numbers of one mean nothing.
        if (!Platform.IsLambda) app.MapMetrics();
        if (app.Services.GetRequiredService<PageOptions>().Page) app.MapKpi();

        app.MapRoomTypesOpenApi();
    }
}
