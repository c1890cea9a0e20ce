using System.Buffers;
using Google.Protobuf;

namespace Pulumi.Engine.Rpc;

/// <summary>The unary methods of one gRPC service, by name.</summary>
internal sealed class RpcService(string name)
{
    private readonly Dictionary<string, Func<ReadOnlySequence<byte>, IMessage>> _methods = [];

    /// <summary>The service's full name, such as <c>pulumirpc.ResourceMonitor</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Called with each request before it is handled.</summary>
    public Action<string, IMessage>? OnRequest { get; init; }

    public RpcService Add<TRequest, TResponse>(string method, MessageParser<TRequest> parser, Func<TRequest, TResponse> handle)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage
    {
        _methods.Add(method, bytes =>
        {
            var request = parser.ParseFrom(bytes);
            OnRequest?.Invoke($"{Name}/{method}", request);
            return handle(request);
        });
        return this;
    }

    public Func<ReadOnlySequence<byte>, IMessage> Find(string path)
    {
        var parts = path.Split('/');
        if (parts is not ["", var service, var method] || service != Name)
            throw new RpcException(StatusCode.Unimplemented, $"unknown service {path.Trim('/').Split('/')[0]}");
        return _methods.TryGetValue(method, out var found)
            ? found
            : throw new RpcException(StatusCode.Unimplemented, $"unknown method {method} for service {Name}");
    }
}
