using System.Collections.Concurrent;
using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi.Testing;

/// <summary>Answers requests from <see cref="IMocks"/>.</summary>
internal sealed class MockMonitor(IMocks mocks) : IMonitor
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, Struct> _states = new();
    private ImmutableArray<Resource> _resources = [];

    /// <summary>The resources in the order of their registration.</summary>
    public ImmutableArray<Resource> Resources
    {
        get
        {
            lock (_lock)
                return _resources;
        }
    }

    // Without output values, mocks see plain inputs.
    public Task<SupportsFeatureResponse> SupportsFeatureAsync(SupportsFeatureRequest request)
        => Task.FromResult(new SupportsFeatureResponse { HasSupport = request.Id != Features.OutputValues });

    public async Task<InvokeResponse> InvokeAsync(ResourceInvokeRequest request) => new()
    {
        Return = request.Tok == ResourceRegistrar.GetResourceToken
            ? FindState(request.Args.Fields[Constants.UrnProperty].StringValue)
            : await CallMockAsync(request.Tok, request.Args, request.Provider).ConfigureAwait(false),
    };

    public async Task<CallResponse> CallAsync(ResourceCallRequest request)
        => new() { Return = await CallMockAsync(request.Tok, request.Args, request.Provider).ConfigureAwait(false) };

    public async Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request)
    {
        var (_, urn, state) = await NewResourceAsync(
            request.Type, request.Name, request.Parent, request.Properties, request.Provider, request.Id).ConfigureAwait(false);
        AddResource(resource);
        return new() { Urn = urn, Properties = state };
    }

    public async Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request)
    {
        AddResource(resource);
        if (request.Type == Stack.RootType)
            return new() { Urn = NewUrn(request.Parent, request.Type, request.Name), Object = new Struct() };

        var (id, urn, state) = await NewResourceAsync(
            request.Type, request.Name, request.Parent, request.Object, request.Provider, request.ImportId).ConfigureAwait(false);
        return new() { Id = id ?? request.ImportId, Urn = urn, Object = state };
    }

    public Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request)
    {
        var outputs = request.Outputs.Fields.ToImmutableDictionary(
            field => field.Key, field => new Output<object?>(Deserializer.Deserialize(field.Value)));
        return mocks.RegisterResourceOutputs(new(request.Urn, outputs));
    }

    public Task<RegisterPackageResponse> RegisterPackageAsync(Pulumirpc.RegisterPackageRequest request)
        => Task.FromResult(new RegisterPackageResponse { Ref = $"{request.Name}-{request.Version}" });

    public Task SignalAndWaitForShutdownAsync() => Task.CompletedTask;

    private void AddResource(Resource resource)
    {
        lock (_lock)
            _resources = _resources.Add(resource);
    }

    private async Task<(string? Id, string Urn, Struct State)> NewResourceAsync(
        string type, string name, string parent, Struct inputs, string provider, string givenId)
    {
        var args = new MockResourceArgs
        {
            Type = type,
            Name = name,
            Inputs = ToDictionary(inputs),
            Provider = provider,
            Id = givenId,
        };
        var (id, state) = await mocks.NewResourceAsync(args).ConfigureAwait(false);
        var urn = NewUrn(parent, type, name);
        var serialized = await SerializeAsync(state).ConfigureAwait(false);
        _states[urn] = new Struct
        {
            Fields =
            {
                [Constants.UrnProperty] = Value.ForString(urn),
                [Constants.IdProperty] = Value.ForString(id ?? givenId),
                [Constants.StateProperty] = Value.ForStruct(serialized),
            },
        };
        return (id, urn, serialized);
    }

    private async Task<Struct> CallMockAsync(string token, Struct args, string provider)
    {
        var call = new MockCallArgs { Token = token, Args = ToDictionary(args), Provider = provider };
        return await SerializeAsync(await mocks.CallAsync(call).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private Struct FindState(string urn)
        => _states.TryGetValue(urn, out var state) ? state : throw new InvalidOperationException($"Unknown resource {urn}");

    // The outermost type of the parent stays, those between it and the resource do not.
    private static string NewUrn(string parent, string type, string name)
    {
        var parentType = parent.Length > 0 ? parent.Split("::")[2].Split('$')[0] + "$" : "";
        return $"urn:pulumi:{Deployment.Instance.StackName}::{Deployment.Instance.ProjectName}::{parentType}{type}::{name}";
    }

    private static ImmutableDictionary<string, object> ToDictionary(Struct properties)
        => (from field in properties.Fields
            let data = Deserializer.Deserialize(field.Value)
            where data.IsKnown && data.Value is not null
            select KeyValuePair.Create(field.Key, data.Value)).ToImmutableDictionary();

    private static async Task<Struct> SerializeAsync(object state)
    {
        // A read-only generic dictionary is no IDictionary, which is what the serializer takes.
        var value = state is IDictionary<string, object> dictionary ? dictionary.ToImmutableDictionary() : state;
        var serialized = await new Serializer(keepResources: true).SerializeAsync("", value).ConfigureAwait(false);
        return serialized.StructValue
            ?? throw new InvalidOperationException($"{state.GetType().FullName} is not a supported argument type");
    }
}
