using System.Net;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pulumi.Engine.Rpc;

/// <summary>One gRPC service on a free loopback port, over HTTP/2 without TLS (h2c, prior knowledge).</summary>
internal sealed class RpcServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly RpcService _service;

    private RpcServer(WebApplication application, RpcService service)
    {
        _application = application;
        _service = service;
    }

    /// <summary>Host and port, as the environment of a program names them.</summary>
    public string Address => new Uri(_application.Urls.Single()).Authority;

    public static async Task<RpcServer> StartAsync(RpcService service, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = Frame.MaxLength + 5L;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
            options.Limits.Http2.MaxStreamsPerConnection = int.MaxValue;
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSingleton<ILoggerFactory>(Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var server = new RpcServer(builder.Build(), service);
        server._application.Run(server.HandleAsync);
        await server._application.StartAsync(cancellation);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // Programs that were stopped may leave requests open: nothing waits for them.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        try
        {
            if (!HttpMethods.IsPost(context.Request.Method) || context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) != true)
            {
                context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
                return;
            }
            var method = _service.Find(context.Request.Path);
            var request = await Frame.ReadAsync(context.Request.BodyReader, context.RequestAborted);
            var response = method(request);
            Frame.Write(context.Response.BodyWriter, response);
            context.Response.AppendTrailer("grpc-status", "0");
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        catch (RpcException e)
        {
            Fail(context.Response, e.Status, e.Message);
        }
        catch (InvalidProtocolBufferException e)
        {
            Fail(context.Response, StatusCode.Internal, $"the request is no protobuf message: {e.Message}");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The program has gone.
        }
        catch (Exception e)
        {
            // As gRPC servers answer what a handler throws; here, an answer of the caller's that fails.
            Fail(context.Response, StatusCode.Unknown, e.Message);
        }
    }

    /// <summary>A response of headers only: the status of an immediate error comes in them, not in trailers.</summary>
    private static void Fail(HttpResponse response, StatusCode status, string message)
    {
        response.Headers["grpc-status"] = ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = PercentEncode(message);
    }

    /// <summary>Keeps printable ASCII but for the percent sign (gRPC over HTTP/2, Status-Message).</summary>
    private static string PercentEncode(string message)
    {
        var encoded = new StringBuilder(message.Length);
        foreach (var b in Encoding.UTF8.GetBytes(message))
        {
            if (b is >= 0x20 and <= 0x7E && b != '%')
                encoded.Append((char)b);
            else
                encoded.Append(System.Globalization.CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return encoded.ToString();
    }
}
