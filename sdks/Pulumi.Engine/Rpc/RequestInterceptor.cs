using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Pulumi.Engine.Rpc;

/// <summary>Shows each request to <paramref name="onRequest"/> before it is handled, and answers what a handler throws.</summary>
internal sealed class RequestInterceptor(Action<string, IMessage> onRequest) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            onRequest(context.Method.TrimStart('/'), (IMessage)request);
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            // As the engine answers; here, an answer of the caller's that fails.
            throw new RpcException(new Status(StatusCode.Unknown, e.Message));
        }
    }
}
