using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Pulumi.Rpc;

/// <summary>The engine's resource monitor.</summary>
internal sealed class GrpcMonitor(ChannelBase channel) : IMonitor
{
    private readonly ResourceMonitor.ResourceMonitorClient _client = new(channel);

    public Task<SupportsFeatureResponse> SupportsFeatureAsync(SupportsFeatureRequest request)
        => _client.SupportsFeatureAsync(request).ResponseAsync;

    public Task<InvokeResponse> InvokeAsync(ResourceInvokeRequest request) => _client.InvokeAsync(request).ResponseAsync;

    public Task<CallResponse> CallAsync(ResourceCallRequest request) => _client.CallAsync(request).ResponseAsync;

    public Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request)
        => _client.ReadResourceAsync(request).ResponseAsync;

    public Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request)
        => _client.RegisterResourceAsync(request).ResponseAsync;

    public Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request)
        => _client.RegisterResourceOutputsAsync(request).ResponseAsync;

    public Task<RegisterPackageResponse> RegisterPackageAsync(Pulumirpc.RegisterPackageRequest request)
        => _client.RegisterPackageAsync(request).ResponseAsync;

    public async Task SignalAndWaitForShutdownAsync()
    {
        try
        {
            await _client.SignalAndWaitForShutdownAsync(new Empty());
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Unimplemented)
        {
            // Older engines end with the program.
        }
    }
}
