using RoomTypes.Experiments.AppConfig;
using RoomTypes.Experiments.Changes;
using RoomTypes.Experiments.Evidently;
using RoomTypes.Experiments.Files;
using RoomTypes.Experiments.Results;

namespace RoomTypes.Experiments;

/// <summary>The parts of assignment.</summary>
public static class ExperimentSetup
{
    /// <summary>Registers what sources of variations need. Nothing is read or asked yet.</summary>
    public static void AddExperiments(this IServiceCollection services, ExperimentOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ExperimentPlan>();
        services.AddSingleton<ExperimentMetrics>();
        services.AddSingleton<ResultsReader>();
        services.AddSingleton<ExperimentChanges>();
        services.AddSingleton(provider => new Assigner(Source(provider)));
        services.AddSingleton<Flags>();
        if (options is not { Source: VariationSourceKind.AppConfig, AppConfig.ExperimentDefinition: not null }) return;
        services.AddSingleton(provider => new ExperimentRunClient(options, Client(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<ExperimentRunWatch>();
    }

    /// <summary>The source that the options name; null where nobody assigns.</summary>
    private static IVariationSource? Source(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<ExperimentOptions>();
        var (plan, time) = (provider.GetRequiredService<ExperimentPlan>(), provider.GetRequiredService<TimeProvider>());
        return options.Source switch
        {
            VariationSourceKind.Local => new LocalVariationSource(plan, time),
            VariationSourceKind.AppConfig when options.AppConfig.Document is not null =>
                new DocumentVariationSource(options, plan, time, provider.GetRequiredService<ILogger<DocumentVariationSource>>()),
            VariationSourceKind.AppConfig => Cached(new AppConfigAgent(options, plan, Client())),
            VariationSourceKind.Evidently => Cached(new EvidentlyClient(options, plan, Client(), time)),
            _ => null,
        };

        CachedVariationSource Cached(IRemoteSource remote) =>
            new(remote, options, plan, provider.GetRequiredService<ExperimentMetrics>(), time, provider.GetRequiredService<ILogger<CachedVariationSource>>());
    }

    private static HttpClient Client()
    {
        var connections = OutgoingConnections.NewHandler();
        // Entity ids and attributes may be in any script.
        connections.RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8;
        return new(connections);
    }
}
