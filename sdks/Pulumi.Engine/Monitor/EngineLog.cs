using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Rpc;
using Pulumirpc;

namespace Pulumi.Engine.Monitor;

/// <summary>The service to which a program sends its log messages.</summary>
internal sealed class EngineLog(Func<string, string> redact)
{
    private readonly Lock _lock = new();
    private readonly List<RecordedLog> _logs = [];

    public IReadOnlyList<RecordedLog> Logs => _logs;

    public RpcService Service(Action<string, IMessage> onRequest) =>
        new RpcService("pulumirpc.Engine") { OnRequest = onRequest }.Add("Log", LogRequest.Parser, Log);

    private Empty Log(LogRequest request)
    {
        lock (_lock)
            _logs.Add(new RecordedLog((Recording.LogSeverity)request.Severity, redact(request.Message), request.Urn, request.Ephemeral));
        return new Empty();
    }
}
