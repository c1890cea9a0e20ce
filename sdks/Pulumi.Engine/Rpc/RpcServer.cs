using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Pulumi.Engine.Rpc;

/// <summary>
/// One gRPC service on a free loopback port, over HTTP/2 without TLS (h2c, prior knowledge). The port takes connections from
/// the start, so that a program may begin while its service is still being set up.
/// </summary>
internal sealed class RpcServer : IAsyncDisposable
{
    /// <summary>The longest message that Pulumi's engine takes.</summary>
    private const int MaxMessageBytes = 400 << 20;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private WebApplication? _application;

    public RpcServer()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen();
    }

    /// <summary>Host and port, as the environment of a program names them.</summary>
    public string Address => _socket.LocalEndPoint!.ToString()!;

    /// <summary>Begins to answer with <paramref name="service"/>, after <paramref name="interceptor"/> has seen the request.</summary>
    public async Task ServeAsync<TService>(TService service, RequestInterceptor interceptor, CancellationToken cancellation)
        where TService : class
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
            options.Limits.Http2.MaxStreamsPerConnection = int.MaxValue;
            options.Listen((IPEndPoint)_socket.LocalEndPoint!, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = _ => _socket);
        builder.Services.AddRoutingCore().AddSingleton(service).AddSingleton(interceptor).AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            options.MaxSendMessageSize = MaxMessageBytes;
            options.Interceptors.Add<RequestInterceptor>();
        });
        _application = builder.Build();
        _application.MapGrpcService<TService>();
        await _application.StartAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            // Programs that were stopped may leave requests open: nothing waits for them.
            using var now = new CancellationTokenSource(TimeSpan.Zero);
            await _application.StopAsync(now.Token);
            await _application.DisposeAsync();
        }
        _socket.Dispose();
    }
}
