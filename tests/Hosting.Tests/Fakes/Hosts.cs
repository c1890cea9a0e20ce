using Amazon.Lambda.AspNetCoreServer.Hosting;
using Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hosting.Tests.Fakes;

/// <summary>The same application behind Kestrel or behind a Runtime API.</summary>
internal static class Hosts
{
    public static async Task<WebApplication> StartKestrelAsync(Action<WebApplication> map)
    {
        var app = Build(_ => { });
        map(app);
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        return app;
    }

    public static async Task<WebApplication> StartLambdaAsync(
        FakeRuntimeApi api, Action<WebApplication> map, int maxConcurrency = 1, Action<HostingOptions>? configure = null, bool isSnapStart = false)
    {
        var app = Build(services =>
            services.AddLambdaServer(new LambdaEnvironment(api.Address, maxConcurrency, isSnapStart), LambdaEventSource.RestApi, configure));
        map(app);
        await app.StartAsync();
        return app;
    }

    private static WebApplication Build(Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        configure(builder.Services);
        return builder.Build();
    }
}
