using Pulumirpc;

namespace Pulumi.Engine.Policies;

/// <summary>A policy pack that answers the calls of pulumirpc.Analyzer, in a process of its own or in this one.</summary>
internal interface IAnalyzer : IAsyncDisposable
{
    /// <summary>What the pack has written to standard error.</summary>
    string Error { get; }

    Task ConfigureStackAsync(AnalyzerStackConfigureRequest request, CancellationToken cancellation);

    Task<AnalyzerInfo> GetInfoAsync(CancellationToken cancellation);

    Task ConfigureAsync(ConfigureAnalyzerRequest request, CancellationToken cancellation);

    Task<RemediateResponse> RemediateAsync(AnalyzeRequest request, CancellationToken cancellation);

    Task<AnalyzeResponse> AnalyzeAsync(AnalyzeRequest request, CancellationToken cancellation);

    Task<AnalyzeResponse> AnalyzeStackAsync(AnalyzeStackRequest request, CancellationToken cancellation);
}
