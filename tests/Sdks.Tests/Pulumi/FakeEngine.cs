using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Pulumirpc;

namespace Sdks.Tests.PulumiSdk;

/// <summary>A resource monitor and engine on one port that records requests and answers each with what a test sets.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly ConcurrentQueue<IMessage> _requests = [];
    private WebApplication _application = null!;

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
        builder.Services.AddRoutingCore().AddSingleton(new MonitorService(engine)).AddSingleton(new LogService(engine)).AddGrpc();
        engine._application = builder.Build();
        engine._application.MapGrpcService<MonitorService>();
        engine._application.MapGrpcService<LogService>();
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

    /// <summary>Ends all connections at once; the address is nobody's then.</summary>
    public Task StopAsync() => _application.StopAsync(new CancellationToken(canceled: true));

    private async Task<TResponse> AnswerAsync<TRequest, TResponse>(TRequest request, ServerCallContext context, Func<TRequest, TResponse> answer)
        where TRequest : IMessage
    {
        Assert.Equal("trailers", context.GetHttpContext().Request.Headers.TE);
        _requests.Enqueue(request);
        try
        {
            return answer(request);
        }
        catch (EngineGoneException)
        {
            _ = StopAsync();
            context.GetHttpContext().Abort();
            throw;
        }
        catch (FakeStatusException status)
        {
            // Once the headers are out, the status follows in the trailers.
            if (status.InTrailers)
                await context.WriteResponseHeadersAsync([]);
            throw new RpcException(new Status((StatusCode)status.Code, status.Message));
        }
    }

    private sealed class MonitorService(FakeEngine engine) : ResourceMonitor.ResourceMonitorBase
    {
        public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context)
            => engine.AnswerAsync(request, context, asked => new SupportsFeatureResponse { HasSupport = engine.Features(asked.Id) });

        public override Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context)
            => engine.AnswerAsync(request, context, engine.Register);

        public override Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context)
            => engine.AnswerAsync(request, context, engine.Read);

        public override Task<InvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context)
            => engine.AnswerAsync(request, context, engine.Invoke);

        public override Task<CallResponse> Call(ResourceCallRequest request, ServerCallContext context)
            => engine.AnswerAsync(request, context, engine.Call);

        public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context)
            => engine.AnswerAsync(request, context, _ => new Empty());

        public override Task<RegisterPackageResponse> RegisterPackage(RegisterPackageRequest request, ServerCallContext context)
            => engine.AnswerAsync(request, context, asked => new RegisterPackageResponse { Ref = $"ref-{asked.Name}" });

        public override Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context)
            => engine.AnswerAsync(request, context, engine.Signal);
    }

    private sealed class LogService(FakeEngine engine) : Pulumirpc.Engine.EngineBase
    {
        public override Task<Empty> Log(LogRequest request, ServerCallContext context) => engine.AnswerAsync(request, context, _ => new Empty());
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
