using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RoomTypes.Caching;
using RoomTypes.Configuration;
using RoomTypes.Decoding;
using RoomTypes.Drift;
using RoomTypes.Events;
using RoomTypes.Evidently;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Files;
using RoomTypes.Http;
using RoomTypes.Http.Mlflow;
using RoomTypes.Http.OpenApi;
using RoomTypes.Http.Signatures;
using RoomTypes.Inference;
using RoomTypes.Models;
using RoomTypes.Recognition;
using RoomTypes.Storage;
using RoomTypes.Telemetry;

namespace RoomTypes.Hosting;

/// <summary>What the service is made of.</summary>
public static class ServiceSetup
{
    /// <summary>Registers what answers requests, without the server that takes them.</summary>
    public static IServiceCollection AddRoomTypes(this IServiceCollection services, ServiceOptions options)
    {
        services.AddRecognition(options);
        services.AddEvents(options.Events);
        services.AddSingleton(options.Evidently);
        if (options.Events.HasTables) services.AddSingleton<EvidentlyApi>();
        services.AddExperiments(options.Experiments);
        services.AddSingleton(Assignment);
        services.AddHostedService(provider => provider.GetRequiredService<RecognitionService>());
        if (options.Models.RefreshSeconds > 0) services.AddHostedService<ModelRefresher>();
        // After the event log: they end before it does.
        services.AddHostedService(provider => provider.GetRequiredService<ShadowRunner>());
        if (!Platform.IsLambda) services.AddShutdown(options.Shutdown);
        services.AddSingleton<MetricsCollector>();
        services.AddSingleton(options.Signing);
        services.AddSingleton(options.Pages);
        services.AddSingleton(options.Admin);
        services.AddSingleton<AdminAccess>();
        services.AddSingleton<MlflowApi>();
        services.AddSingleton<SignatureVerifier>();
        services.AddSingleton<RequiredSignatures>();
        services.AddSingleton<CallerLimits>();
        services.AddSingleton<RequestRules>();
        services.AddSingleton<FeedbackRules>();
        services.AddDrift(options.Events);
        services.AddRoomTypesOpenApi();
        return services;
    }

    /// <summary>Registers what turns pictures into predictions.</summary>
    public static IServiceCollection AddRecognition(this IServiceCollection services, ServiceOptions options)
    {
        services.AddSingleton(options.Requests);
        services.AddSingleton(options.Models);
        services.AddSingleton(options.Decoding);
        services.AddSingleton(options.Inference);
        services.AddSingleton(options.Storage);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ImageDecoder>();
        services.AddSingleton<WorkerPool>();
        services.AddSingleton(options.Cache);
        services.AddSingleton<CacheMetrics>();
        services.AddSingleton(Cache);
        services.AddSingleton<S3Storage>();
        services.AddSingleton(Source);
        services.AddSingleton(Registry);
        services.TryAddSingleton<ModelLoader>();
        services.AddSingleton<RecognitionService>();
        services.AddSingleton<MemoryBudget>();
        services.AddSingleton<PictureFetcher>();
        services.AddSingleton<RequestEvents>();
        services.AddSingleton<ShadowRunner>();
        services.AddMetrics();
        services.AddSingleton<RecognitionMetrics>();
        services.AddSingleton<Recognizer>();
        services.AddSingleton<RecognitionPipeline>();
        return services;
    }

    // A function is frozen when it has answered.
    private static void AddDrift(this IServiceCollection services, EventOptions options)
    {
        services.AddSingleton<DriftReader>();
        if (options is { CanBeRead: true, Embeddings: true, DriftHours: > 0 } && !Platform.IsLambda) services.AddHostedService(Watch);
    }

    private static DriftWatch Watch(IServiceProvider services)
    {
        var recognition = services.GetRequiredService<RecognitionService>();
        return new(
            services.GetRequiredService<DriftReader>(),
            services.GetRequiredService<IEventStore>(),
            () => recognition.IsReady ? recognition.Served.Select(model => model.Reference.ToString()) : [],
            TimeSpan.FromHours(services.GetRequiredService<EventOptions>().DriftHours),
            services.GetRequiredService<IMeterFactory>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<DriftWatch>>());
    }

    private static ModelAssignment Assignment(IServiceProvider services) => new(
        services.GetRequiredService<ExperimentOptions>(),
        services.GetRequiredService<Assigner>().Source,
        services.GetRequiredService<ExperimentPlan>(),
        services.GetRequiredService<ExperimentMetrics>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILogger<ModelAssignment>>());

    private static AnswerCache Cache(IServiceProvider services) => new(
        services.GetRequiredService<CacheOptions>(),
        services.GetRequiredService<DecodingOptions>(),
        services.GetRequiredService<CacheMetrics>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILogger<AnswerCache>>());

    private static IModelRegistryStore Registry(IServiceProvider services) =>
        ModelRegistryStores.Open(services.GetRequiredService<ModelOptions>().Source, services.GetRequiredService<S3Storage>(), services.GetRequiredService<IModelSource>());

    private static IModelSource Source(IServiceProvider services) => ModelSources.Open(
        services.GetRequiredService<ModelOptions>(), services.GetRequiredService<S3Storage>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<IModelSource>>());
}
