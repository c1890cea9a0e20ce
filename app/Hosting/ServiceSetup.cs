using RoomTypes.Configuration;
using RoomTypes.Decoding;
using RoomTypes.Events;
using RoomTypes.Evidently;
using RoomTypes.Experiments;
using RoomTypes.Http;
using RoomTypes.Http.OpenApi;
using RoomTypes.Inference;
using RoomTypes.Models;
using RoomTypes.Recognition;
using RoomTypes.Storage;

namespace RoomTypes.Hosting;

/// <summary>What the service is made of.</summary>
public static class ServiceSetup
{
    private const string DefaultUrl = "http://localhost:8080";

    /// <summary>Reads the options and registers every part of the server.</summary>
    /// <exception cref="InvalidSettingsException">Names every bad and every unknown setting.</exception>
    public static void AddRoomTypes(this WebApplicationBuilder builder)
    {
        builder.AddLambda();
        var options = ServiceOptions.Read(builder.Configuration);
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null) builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The endpoint limits bodies itself: Kestrel's own limit would close the connection before a caller who is
            // still sending could read why.
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        builder.Services.AddRecognition(options);
        if (!S3Address.TryParse(options.Models.Source, out _)) builder.Services.AddSingleton(ModelLoader.Begin(options.Models));
        builder.Services.AddEvents(options.Events);
        if (options.Events.Store != EventStoreKind.None) builder.Services.AddSingleton<EvidentlyApi>();
        builder.Services.AddExperiments(options.Experiments);
        builder.Services.AddHostedService(provider => provider.GetRequiredService<RecognitionService>());
        if (LambdaHost.IsLambda) builder.Services.AddHostedService<LambdaHost.LoadWithinInit>();
        else builder.Services.AddShutdown(options.Http);
        builder.Services.AddSingleton<RequestRules>();
        builder.Services.AddSingleton<FeedbackRules>();
        builder.Services.AddRoomTypesOpenApi();
    }

    /// <summary>Registers what turns pictures into predictions, without the server around it.</summary>
    public static IServiceCollection AddRecognition(this IServiceCollection services, ServiceOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Models);
        services.AddSingleton(options.Decoding);
        services.AddSingleton(options.Storage);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ImageDecoder>();
        services.AddSingleton<WorkerPool>();
        services.AddSingleton<S3Storage>();
        services.AddSingleton(Source);
        services.AddSingleton<ModelLoader>();
        services.AddSingleton<RecognitionService>();
        services.AddSingleton<MemoryBudget>();
        services.AddSingleton<PictureFetcher>();
        services.AddSingleton<RequestEvents>();
        services.AddSingleton<Recognizer>();
        return services;
    }

    private static IModelSource Source(IServiceProvider services)
    {
        var options = services.GetRequiredService<ModelOptions>();
        if (!S3Address.TryParse(options.Source, out var address)) return new FolderModelSource(options.Source);
        return new S3ModelSource(
            services.GetRequiredService<S3Storage>(),
            address,
            options.CacheFolder,
            options.DownloadAttempts,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<S3ModelSource>>());
    }
}
