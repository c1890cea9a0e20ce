using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumi.Rpc;
using Pulumirpc;

namespace Pulumi.Engine.Policies;

/// <summary>A pack in a process of its own, spoken to over gRPC. It answers one call at a time.</summary>
internal sealed class ServedAnalyzer : IAnalyzer
{
    private readonly PackProcess _process;
    private readonly GrpcChannel _channel;
    private readonly Analyzer.AnalyzerClient _client;

    private ServedAnalyzer(PackProcess process)
    {
        _process = process;
        _channel = EngineChannel.Open(process.Address);
        _client = new Analyzer.AnalyzerClient(_channel);
    }

    public string Error => _process.Error;

    /// <summary>Starts a pack, and tells it where it is.</summary>
    /// <exception cref="PolicyPackException">It does not start.</exception>
    public static async Task<ServedAnalyzer> StartAsync(PackCommand command, string folder, CancellationToken cancellation)
    {
        var analyzer = new ServedAnalyzer(await PackProcess.StartAsync(command, folder, cancellation));
        try
        {
            var path = Path.GetFullPath(folder);
            await analyzer._client.HandshakeAsync(
                new AnalyzerHandshakeRequest { EngineAddress = PackProcess.EngineAddress, RootDirectory = path, ProgramDirectory = path },
                cancellationToken: cancellation);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            // Packs of Node.js have none.
        }
        catch
        {
            await analyzer.DisposeAsync();
            throw;
        }
        return analyzer;
    }

    public async Task ConfigureStackAsync(AnalyzerStackConfigureRequest request, CancellationToken cancellation) =>
        await _client.ConfigureStackAsync(request, cancellationToken: cancellation);

    public async Task<AnalyzerInfo> GetInfoAsync(CancellationToken cancellation) =>
        await _client.GetAnalyzerInfoAsync(new Empty(), cancellationToken: cancellation);

    public async Task ConfigureAsync(ConfigureAnalyzerRequest request, CancellationToken cancellation) =>
        await _client.ConfigureAsync(request, cancellationToken: cancellation);

    public async Task<RemediateResponse> RemediateAsync(AnalyzeRequest request, CancellationToken cancellation) =>
        await _client.RemediateAsync(request, cancellationToken: cancellation);

    public async Task<AnalyzeResponse> AnalyzeAsync(AnalyzeRequest request, CancellationToken cancellation) =>
        await _client.AnalyzeAsync(request, cancellationToken: cancellation);

    public async Task<AnalyzeResponse> AnalyzeStackAsync(AnalyzeStackRequest request, CancellationToken cancellation) =>
        await _client.AnalyzeStackAsync(request, cancellationToken: cancellation);

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _process.DisposeAsync();
    }
}
