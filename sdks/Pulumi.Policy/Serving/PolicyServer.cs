using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Pulumi.Policy.Serving;

/// <summary>The gRPC server of a program of policy packs, as plugins of the engine have it: on loopback, plain, on a port that it says.</summary>
internal static class PolicyServer
{
    /// <summary>The longest message that Pulumi's engine sends and takes.</summary>
    private const int MaxMessageBytes = 400 << 20;

    /// <summary>Serves until the engine ends, or a signal says so.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<PolicyPack> packs)
    {
        var (application, port) = await StartAsync(packs);
        await using var disposed = application;
        await Console.Out.WriteLineAsync($"{port}");
        await Console.Out.FlushAsync();
        await Task.WhenAny(ParentProcess.EndsAsync(), ((IHost)application).WaitForShutdownAsync());
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await application.StopAsync(now.Token);
        return 0;
    }

    /// <summary>A server that has started, and its port.</summary>
    public static async Task<(WebApplication Application, int Port)> StartAsync(IReadOnlyList<PolicyPack> packs)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = (IPEndPoint)socket.LocalEndPoint!;
        var application = Build(socket, address, packs);
        await application.StartAsync();
        return (application, address.Port);
    }

    private static WebApplication Build(Socket socket, IPEndPoint address, IReadOnlyList<PolicyPack> packs)
    {
        // Without logging: what a plugin writes to standard error is shown to the user.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
            options.Listen(address, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = _ => socket);
        builder.Services.AddRoutingCore().AddSingleton(_ => new AnalyzerService(new ServedPack(packs))).AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            options.MaxSendMessageSize = MaxMessageBytes;
            options.EnableDetailedErrors = true;
        });
        var application = builder.Build();
        application.MapGrpcService<AnalyzerService>();
        return application;
    }
}
