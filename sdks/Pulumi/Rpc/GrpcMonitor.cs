using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace Pulumi.Rpc;

/// <summary>The engine's resource monitor.</summary>
internal sealed class GrpcMonitor(GrpcChannel channel) : IMonitor
{
    public Task<SupportsFeatureResponse> SupportsFeatureAsync(SupportsFeatureRequest request)
        => CallAsync("SupportsFeature", request, SupportsFeatureResponse.Parser);

    public Task<InvokeResponse> InvokeAsync(ResourceInvokeRequest request)
        => CallAsync("Invoke", request, InvokeResponse.Parser);

    public Task<CallResponse> CallAsync(ResourceCallRequest request)
        => CallAsync("Call", request, CallResponse.Parser);

    public Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request)
        => CallAsync("ReadResource", request, ReadResourceResponse.Parser);

    public Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request)
        => CallAsync("RegisterResource", request, RegisterResourceResponse.Parser);

    public Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request)
        => CallAsync("RegisterResourceOutputs", request, Empty.Parser);

    public Task<RegisterPackageResponse> RegisterPackageAsync(Pulumirpc.RegisterPackageRequest request)
        => CallAsync("RegisterPackage", request, RegisterPackageResponse.Parser);

    public async Task SignalAndWaitForShutdownAsync()
    {
        try
        {
            await CallAsync("SignalAndWaitForShutdown", new Empty(), Empty.Parser).ConfigureAwait(false);
        }
        catch (RpcException exception) when (exception.Status == StatusCode.Unimplemented)
        {
            // Older engines end with the program.
        }
    }

    private Task<TResponse> CallAsync<TResponse>(string method, IMessage request, MessageParser<TResponse> parser)
        where TResponse : IMessage<TResponse>
        => channel.CallAsync($"/pulumirpc.ResourceMonitor/{method}", request, parser);
}
