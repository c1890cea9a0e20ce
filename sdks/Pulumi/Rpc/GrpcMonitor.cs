using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Pulumi.Rpc;

/// <summary>The engine's resource monitor.</summary>
internal sealed class GrpcMonitor(ChannelBase channel) : IMonitor
{
    private readonly ResourceMonitor.ResourceMonitorClient _client = new(channel);
    private bool _hasAnswered;

    public Task<SupportsFeatureResponse> SupportsFeatureAsync(SupportsFeatureRequest request)
        => AnswerAsync(_client.SupportsFeatureAsync(request));

    public Task<InvokeResponse> InvokeAsync(ResourceInvokeRequest request) => AnswerAsync(_client.InvokeAsync(request));

    public Task<CallResponse> CallAsync(ResourceCallRequest request) => AnswerAsync(_client.CallAsync(request));

    public Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request)
        => AnswerAsync(_client.ReadResourceAsync(request));

    public Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request)
        => AnswerAsync(_client.RegisterResourceAsync(request));

    public Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request)
        => AnswerAsync(_client.RegisterResourceOutputsAsync(request));

    public Task<RegisterPackageResponse> RegisterPackageAsync(Pulumirpc.RegisterPackageRequest request)
        => AnswerAsync(_client.RegisterPackageAsync(request));

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

    /// <exception cref="MonitorShutDownException">The monitor refuses all calls, or has answered before and is gone.</exception>
    private async Task<TResponse> AnswerAsync<TResponse>(AsyncUnaryCall<TResponse> call)
    {
        try
        {
            var response = await call.ConfigureAwait(false);
            _hasAnswered = true;
            return response;
        }
        catch (RpcException exception) when (_hasAnswered
            ? exception.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled || exception.Status.DebugException is IOException or HttpRequestException
            : exception.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled && exception.Status.DebugException is null)
        {
            throw new MonitorShutDownException(exception);
        }
    }
}
