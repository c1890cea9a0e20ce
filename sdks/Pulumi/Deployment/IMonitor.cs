using Pulumirpc;

namespace Pulumi;

/// <summary>What registers resources and calls functions: the engine's resource monitor, or mocks.</summary>
internal interface IMonitor
{
    Task<SupportsFeatureResponse> SupportsFeatureAsync(SupportsFeatureRequest request);

    Task<InvokeResponse> InvokeAsync(ResourceInvokeRequest request);

    Task<CallResponse> CallAsync(ResourceCallRequest request);

    Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request);

    Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request);

    Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request);

    Task<RegisterPackageResponse> RegisterPackageAsync(Pulumirpc.RegisterPackageRequest request);

    /// <summary>Tells the engine that the program has registered all, and waits until its hooks are needed no more.</summary>
    Task SignalAndWaitForShutdownAsync();
}

/// <summary>What shows messages: the engine, or mocks.</summary>
internal interface IEngine
{
    Task LogAsync(LogRequest request);
}
