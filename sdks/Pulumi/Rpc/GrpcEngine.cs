using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace Pulumi.Rpc;

/// <summary>The engine's log.</summary>
internal sealed class GrpcEngine(GrpcChannel channel) : IEngine
{
    public Task LogAsync(LogRequest request) => channel.CallAsync("/pulumirpc.Engine/Log", request, Empty.Parser);
}
