using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pulumirpc;

namespace Sdks.Tests.PulumiSdk;

/// <summary>A resource monitor and engine on one port that records requests and answers each with what a test sets.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly ConcurrentQueue<IMessage> _requests = [];
    private readonly Dictionary<string, Func<ReadOnlySpan<byte>, IMessage>> _methods;
    private WebApplication _application = null!;

    private FakeEngine() => _methods = new()
    {
        ["ResourceMonitor/SupportsFeature"] = body => Answer(
            SupportsFeatureRequest.Parser.ParseFrom(body), request => new SupportsFeatureResponse { HasSupport = Features(request.Id) }),
        ["ResourceMonitor/RegisterResource"] = body => Answer(RegisterResourceRequest.Parser.ParseFrom(body), Register),
        ["ResourceMonitor/ReadResource"] = body => Answer(ReadResourceRequest.Parser.ParseFrom(body), Read),
        ["ResourceMonitor/Invoke"] = body => Answer(ResourceInvokeRequest.Parser.ParseFrom(body), Invoke),
        ["ResourceMonitor/Call"] = body => Answer(ResourceCallRequest.Parser.ParseFrom(body), Call),
        ["ResourceMonitor/RegisterResourceOutputs"] = body => Answer(RegisterResourceOutputsRequest.Parser.ParseFrom(body), _ => new Empty()),
        ["ResourceMonitor/RegisterPackage"] = body => Answer(
            RegisterPackageRequest.Parser.ParseFrom(body), request => new RegisterPackageResponse { Ref = $"ref-{request.Name}" }),
        ["ResourceMonitor/SignalAndWaitForShutdown"] = body => Answer(Empty.Parser.ParseFrom(body), Signal),
        ["Engine/Log"] = body => Answer(LogRequest.Parser.ParseFrom(body), _ => new Empty()),
    };

    public string Address => new Uri(_application.Urls.Single()).Authority;

    public Func<string, bool> Features { get; set; } = feature => feature is "resourceReferences" or "aliasSpecs" or "deletedWith" or "parameterization";

    public Func<RegisterResourceRequest, RegisterResourceResponse> Register { get; set; } = AnswerRegistration;

    public Func<ReadResourceRequest, ReadResourceResponse> Read { get; set; }
        = request => new() { Urn = UrnOf(request.Type, request.Name), Properties = new Struct() };

    public Func<ResourceInvokeRequest, InvokeResponse> Invoke { get; set; } = _ => new() { Return = new Struct() };

    public Func<ResourceCallRequest, CallResponse> Call { get; set; } = _ => new() { Return = new Struct() };

    public Func<Empty, Empty> Signal { get; set; } = _ => new();

    public static async Task<FakeEngine> StartAsync()
    {
        var engine = new FakeEngine();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        engine._application = builder.Build();
        engine._application.Run(engine.HandleAsync);
        await engine._application.StartAsync();
        return engine;
    }

    /// <summary>The recorded requests of one kind, without the registration of the stack.</summary>
    public IReadOnlyList<T> Requests<T>()
        where T : IMessage
        => [.. _requests.OfType<T>().Where(request => request is not RegisterResourceRequest { Type: "pulumi:pulumi:Stack" })];

    public RegisterResourceRequest Registration(string name) => Requests<RegisterResourceRequest>().Single(request => request.Name == name);

    /// <summary>The error messages that the program logged.</summary>
    public IReadOnlyList<string> Errors()
        => [.. Requests<LogRequest>().Where(log => log.Severity == LogSeverity.Error).Select(log => log.Message)];

    /// <summary>The stack's own registration.</summary>
    public RegisterResourceRequest StackRegistration()
        => _requests.OfType<RegisterResourceRequest>().Single(request => request.Type == "pulumi:pulumi:Stack");

    public static string UrnOf(string type, string name) => $"urn:pulumi:dev::app::{type}::{name}";

    /// <summary>An id, an ARN, and the inputs as outputs.</summary>
    public static RegisterResourceResponse AnswerRegistration(RegisterResourceRequest request)
    {
        var outputs = request.Object.Clone();
        if (request.Custom)
            outputs.Fields["arn"] = Value.ForString($"arn:{request.Name}");
        return new() { Urn = UrnOf(request.Type, request.Name), Id = request.Custom ? $"{request.Name}-id" : "", Object = outputs };
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _application.DisposeAsync();
    }

    private Task StopAsync() => _application.StopAsync(new CancellationToken(canceled: true));

    private IMessage Answer<TRequest>(TRequest request, Func<TRequest, IMessage> answer)
        where TRequest : IMessage
    {
        _requests.Enqueue(request);
        return answer(request);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var method = context.Request.Path.Value!["/pulumirpc.".Length..];
        Assert.Equal("application/grpc", context.Request.ContentType);
        Assert.Equal("trailers", context.Request.Headers.TE);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.ContentType = "application/grpc";
        try
        {
            var answer = _methods[method](body.ToArray().AsSpan(5));
            var frame = new byte[5 + answer.CalculateSize()];
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
            answer.WriteTo(frame.AsSpan(5));
            context.Response.DeclareTrailer("grpc-status");
            await context.Response.Body.WriteAsync(frame);
            context.Response.AppendTrailer("grpc-status", "0");
        }
        catch (EngineGoneException)
        {
            _ = StopAsync();
            context.Abort();
        }
        catch (FakeStatusException status) when (status.InTrailers)
        {
            context.Response.DeclareTrailer("grpc-status");
            context.Response.DeclareTrailer("grpc-message");
            await context.Response.StartAsync();
            context.Response.AppendTrailer("grpc-status", $"{status.Code}");
            context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(status.Message));
        }
        catch (FakeStatusException status)
        {
            context.Response.Headers["grpc-status"] = $"{status.Code}";
            context.Response.Headers["grpc-message"] = Uri.EscapeDataString(status.Message);
        }
    }
}

/// <summary>Ends the fake engine and all its connections, as dying does.</summary>
internal sealed class EngineGoneException : Exception;

/// <summary>Makes the fake engine refuse a call.</summary>
internal sealed class FakeStatusException(int code, string message, bool inTrailers = false) : Exception(message)
{
    public int Code { get; } = code;

    public bool InTrailers { get; } = inTrailers;
}
