using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RoomTypes.Configuration;
using RoomTypes.Hosting;
using RoomTypes.Inference;
using RoomTypes.Models;

namespace RoomTypes.Evaluate;

/// <summary>A model and workers that run it: the service's own parts, by the settings of the environment.</summary>
public sealed class ModelBench : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ModelBench(ServiceOptions options, ServiceProvider services, ModelCatalog catalog)
    {
        (Options, _services, Catalog, Workers) = (options, services, catalog, services.GetRequiredService<WorkerPool>());
        Workers.Start(catalog);
    }

    /// <summary>The service's settings.</summary>
    public ServiceOptions Options { get; }

    /// <summary>The registry and the model, which is its default.</summary>
    public ModelCatalog Catalog { get; }

    /// <summary>Started.</summary>
    public WorkerPool Workers { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="model">name@version, or name for its production version.</param>
    /// <param name="source">The registry, a folder or an address of S3; null for the setting's.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="InvalidSettingsException">A setting of the environment cannot be used.</exception>
    /// <exception cref="ModelUnavailableException">The model cannot be loaded.</exception>
    public static async Task<ModelBench> OpenAsync(string model, string? source = null, CancellationToken cancellationToken = default)
    {
        var settings = new Dictionary<string, string?> { ["RoomType:Models:Serve"] = model };
        if (source is not null) settings["RoomType:Models:Source"] = source;
        var options = ServiceOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(settings).Build());
        var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning)).AddRecognition(options).BuildServiceProvider();
        try
        {
            return new(options, services, await services.GetRequiredService<ModelLoader>().LoadAsync(cancellationToken));
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another part of the service.</summary>
    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Catalog.Dispose();
        return _services.DisposeAsync();
    }
}
