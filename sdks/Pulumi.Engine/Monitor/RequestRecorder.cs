using Google.Protobuf;
using Grpc.Core;
using Pulumi.Engine.Recording;

namespace Pulumi.Engine.Monitor;

/// <summary>Keeps every request as JSON, in the order of arrival, and refuses those that have none.</summary>
internal sealed class RequestRecorder
{
    private readonly List<WireRequest> _requests = [];

    public IReadOnlyList<WireRequest> All
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public void Add(string method, IMessage message)
    {
        string json;
        try
        {
            json = JsonFormatter.Default.Format(message);
        }
        catch (InvalidOperationException e)
        {
            // A value of no kind, or a number that is none.
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"the request has no JSON form: {e.Message}"));
        }
        lock (_requests)
            _requests.Add(new WireRequest(method, json));
    }
}
