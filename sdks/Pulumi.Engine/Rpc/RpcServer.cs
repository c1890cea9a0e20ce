using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Pulumi.Engine.Rpc;

/// <summary>One gRPC service on a free loopback port, over HTTP/2 without TLS (h2c, prior knowledge).</summary>
internal sealed class RpcServer : IAsyncDisposable
{
    /// <summary>The longest message that Pulumi's engine takes.</summary>
    private const int MaxMessageBytes = 400 << 20;

    private readonly WebApplication _application;

    private RpcServer(WebApplication application) => _application = application;

    /// <summary>Host and port, as the environment of a program names them.</summary>
    public string Address => new Uri(_application.Urls.Single()).Authority;

    /// <summary>Starts a server of <paramref name="service"/>, whose calls <paramref name="interceptor"/> sees first.</summary>
    public static async Task<RpcServer> StartAsync<TService>(TService service, RequestInterceptor interceptor, CancellationToken cancellation)
        where TService : class
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
            options.Limits.Http2.MaxStreamsPerConnection = int.MaxValue;
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore().AddSingleton(service).AddSingleton(interceptor).AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            options.MaxSendMessageSize = MaxMessageBytes;
            options.Interceptors.Add<RequestInterceptor>();
        });
        var application = builder.Build();
        application.MapGrpcService<TService>();
        await application.StartAsync(cancellation);
        return new RpcServer(application);
    }

    public async ValueTask DisposeAsync()
    {
        // Programs that were stopped may leave requests open: nothing waits for them.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
