using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumi.Engine.Recording;
using Pulumirpc;

namespace Pulumi.Engine.Monitor;

/// <summary>The service to which a program sends its log messages.</summary>
internal sealed class EngineLog(Func<string, string> redact) : Pulumirpc.Engine.EngineBase
{
    private readonly Lock _lock = new();
    private readonly List<RecordedLog> _logs = [];

    public IReadOnlyList<RecordedLog> Logs => _logs;

    public override Task<Empty> Log(LogRequest request, ServerCallContext context)
    {
        lock (_lock)
            _logs.Add(new RecordedLog((Recording.LogSeverity)request.Severity, redact(request.Message), request.Urn, request.Ephemeral));
        return Task.FromResult(new Empty());
    }
}
