using Grpc.Core;
using Pulumirpc;

namespace Pulumi.Rpc;

/// <summary>The engine's log.</summary>
internal sealed class GrpcEngine(ChannelBase channel) : IEngine
{
    private readonly Engine.EngineClient _client = new(channel);

    public async Task LogAsync(LogRequest request) => await _client.LogAsync(request);
}
