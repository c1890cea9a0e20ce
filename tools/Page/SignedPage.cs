using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RoomTypes.Calling;
using RoomTypes.Client;
using RoomTypes.Http;
using RoomTypes.Http.Page;
using Yarp.ReverseProxy.Forwarder;

namespace RoomTypes.SignedPage;

/// <summary>
/// The page's own files from this machine, and everything else from the service, signed by who runs this. It listens on this machine only, and
/// neither pages of other sites nor names that lead here from elsewhere may have it sign for them.
/// </summary>
internal static class SignedPage
{
    // Of Amazon API Gateway: a body is held whole, for its hash is sent before it.
    private const int MostBytes = 10 << 20;

    /// <summary>Serves until it is told to end.</summary>
    /// <exception cref="CallException">The port is taken, or the program was built without the page.</exception>
    /// <exception cref="Client.Credentials.CredentialsException">There is nothing to sign with.</exception>
    public static async Task RunAsync(Target target, int port, CancellationToken cancellation)
    {
        if (port is < 0 or > 65_535) throw new CallException($"--port is '{port}'; allowed is 1 to 65535, or 0 for any that is free.");
        if (!PageFile.AreCarried) throw new CallException("The page was not built: that takes Node.js 18 or later. On Debian: apt-get install nodejs npm");
        if (target.Region is not null) await target.Credentials.GetAsync(cancellation);
        await using var app = Build(target, port);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException exception) when (exception.InnerException is SocketException or AddressInUseException)
        {
            throw new CallException($"Port {port} cannot be listened on: {exception.Message} Choose another with --port.");
        }

        Console.WriteLine($"The page of {target.Address} is {app.Urls.First()} ({(target.Region is { } region ? $"signed for {region}" : "not signed")}; Ctrl+C ends it)");
        await app.WaitForShutdownAsync(cancellation);
    }

    private static WebApplication Build(Target target, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, port);
            server.Limits.MaxRequestBodySize = MostBytes;
        });
        builder.Services.AddHttpForwarder();
        builder.Services.Configure<HostFilteringOptions>(options => options.AllowedHosts = ["localhost", "127.0.0.1"]);
        var app = builder.Build();
        app.UseHostFiltering();
        app.UseProblems();
        app.UseCrossSiteRefusals();
        app.UsePage();
        app.Use(TellFaultsAsync);
        app.MapForwarder("/{**path}", target.Address.GetLeftPart(UriPartial.Path), ForwarderRequestConfig.Empty, new AsOneself(), ClientOf(target));
        return app;
    }

    // The browser is told that it did not work, and who runs this why.
    private static async Task TellFaultsAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.GetForwarderErrorFeature()?.Exception is { } exception && !context.RequestAborted.IsCancellationRequested)
            await Console.Error.WriteLineAsync($"{context.Request.Method} {context.Request.Path}: {exception.GetBaseException().Message}");
    }

    private static HttpMessageInvoker ClientOf(Target target)
    {
        var connections = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None };
        return new(target.Region is { } region
            ? new HeldBodies { InnerHandler = new SigV4Handler(target.Credentials, new SigningOptions { Region = region }) { InnerHandler = connections } }
            : connections);
    }

    /// <summary>What the browser says of the page that asks is true of this machine only.</summary>
    private sealed class AsOneself : HttpTransformer
    {
        private static readonly string[] Left = ["Authorization", "Cookie", "Origin", "Referer"];

        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Host = null;
            var told = proxyRequest.Headers.NonValidated.Select(header => header.Key).Where(name => name.StartsWith("Sec-", StringComparison.OrdinalIgnoreCase)).ToList();
            foreach (var name in told.Concat(Left)) proxyRequest.Headers.Remove(name);
        }
    }

    /// <summary>A signature has the hash of the body, which a browser's stream tells once.</summary>
    private sealed class HeldBodies : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is { } content)
            {
                request.Content = new ByteArrayContent(await content.ReadAsByteArrayAsync(cancellationToken));
                foreach (var (name, values) in content.Headers.NonValidated) request.Content.Headers.TryAddWithoutValidation(name, values);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
