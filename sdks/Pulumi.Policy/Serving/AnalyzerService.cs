using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Pulumi.Policy.Serving;

/// <summary>The engine's calls, handed to the pack.</summary>
internal sealed class AnalyzerService(ServedPack pack) : Analyzer.AnalyzerBase, IDisposable
{
    private readonly CancellationTokenSource _cancel = new();

    public override Task<AnalyzerHandshakeResponse> Handshake(AnalyzerHandshakeRequest request, ServerCallContext context)
    {
        pack.Choose(request.ProgramDirectory.Length > 0 ? request.ProgramDirectory : request.RootDirectory);
        return Task.FromResult(new AnalyzerHandshakeResponse());
    }

    public override Task<AnalyzerInfo> GetAnalyzerInfo(Empty request, ServerCallContext context) => Task.FromResult(pack.Analyzer.GetInfo());

    public override Task<PluginInfo> GetPluginInfo(Empty request, ServerCallContext context) =>
        Task.FromResult(new PluginInfo { Version = typeof(PolicyPack).Assembly.GetName().Version!.ToString(3) });

    public override Task<Empty> Configure(ConfigureAnalyzerRequest request, ServerCallContext context)
    {
        pack.Analyzer.Configure(request);
        return Task.FromResult(new Empty());
    }

    public override Task<AnalyzerStackConfigureResponse> ConfigureStack(AnalyzerStackConfigureRequest request, ServerCallContext context)
    {
        pack.Analyzer.ConfigureStack(request);
        return Task.FromResult(new AnalyzerStackConfigureResponse());
    }

    public override Task<RemediateResponse> Remediate(AnalyzeRequest request, ServerCallContext context) =>
        RunAsync(context, cancellation => pack.Analyzer.RemediateAsync(request, cancellation));

    public override Task<AnalyzeResponse> Analyze(AnalyzeRequest request, ServerCallContext context) =>
        RunAsync(context, cancellation => pack.Analyzer.AnalyzeAsync(request, cancellation));

    public override Task<AnalyzeResponse> AnalyzeStack(AnalyzeStackRequest request, ServerCallContext context) =>
        RunAsync(context, cancellation => pack.Analyzer.AnalyzeStackAsync(request, cancellation));

    /// <summary>Ends what runs, and what is still asked: the update that it is for is given up.</summary>
    public override async Task<Empty> Cancel(Empty request, ServerCallContext context)
    {
        await _cancel.CancelAsync();
        return new Empty();
    }

    public void Dispose() => _cancel.Dispose();

    private async Task<TResponse> RunAsync<TResponse>(ServerCallContext context, Func<CancellationToken, Task<TResponse>> run)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(_cancel.Token, context.CancellationToken);
        try
        {
            // A policy that waits for nothing and never ends does not keep the caller waiting once it is cancelled.
            return await Task.Run(() => run(linked.Token), linked.Token).WaitAsync(linked.Token);
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "the policies were cancelled"));
        }
        catch (PolicyFailedException e)
        {
            throw new RpcException(new Status(StatusCode.Unknown, e.Message));
        }
    }
}
