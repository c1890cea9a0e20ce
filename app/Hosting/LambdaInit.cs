using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using RoomTypes.Http;
using RoomTypes.Models;
using RoomTypes.Recognition;

namespace RoomTypes.Hosting;

/// <summary>
/// Lambda's init phase, which the server's first poll ends: the models are loaded before it, and meanwhile a request of the process's own
/// passes through the whole pipeline, so that the first caller's is not the one that everything is made for.
/// </summary>
/// <param name="server">Polls Lambda.</param>
/// <param name="service">Loads the models.</param>
/// <param name="otlp">Sends telemetry; null if none is sent.</param>
internal sealed class LambdaInit(IServer server, RecognitionService service, OtlpService? otlp) : IServer
{
    /// <inheritdoc/>
    public IFeatureCollection Features => server.Features;

    /// <summary>Goes before the server that is registered.</summary>
    public static void GoFirst(IServiceCollection services)
    {
        var registered = services.Last(descriptor => descriptor.ServiceType == typeof(IServer));
        services.Remove(registered);
        services.AddSingleton<IServer>(provider => new LambdaInit(
            Make(provider, registered), provider.GetRequiredService<RecognitionService>(), provider.GetService<OtlpService>()));
    }

    /// <inheritdoc/>
    /// <exception cref="ModelUnavailableException">The models cannot be loaded.</exception>
    public async Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        await SendAsync(application);
        await service.LoadModelsAsync().WaitAsync(cancellationToken);
        if (service.Failure is { } failure) throw new ModelUnavailableException(failure);
        if (otlp is null) await server.StartAsync(application, cancellationToken);
        else await server.StartAsync(new FlushedApplication<TContext>(application, otlp), cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => server.Dispose();

    private static IServer Make(IServiceProvider provider, ServiceDescriptor registered) => (IServer)(
        registered.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!));

    private static async Task SendAsync<TContext>(IHttpApplication<TContext> application)
        where TContext : notnull
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = HttpMethods.Get, Path = Routes.Live });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        var context = application.CreateContext(features);
        await application.ProcessRequestAsync(context);
        application.DisposeContext(context, exception: null);
    }
}
