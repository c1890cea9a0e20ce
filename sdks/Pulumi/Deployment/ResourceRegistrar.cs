using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

/// <summary>A resource as its constructor leaves it.</summary>
internal sealed record ResourceRegistration(
    Resource Resource, bool IsCustom, ResourceArgs Args, ResourceOptions Options, RegisterPackageRequest? Package);

/// <summary>What the engine answers about a resource.</summary>
internal sealed record ResourceState(
    string Urn, string Id, Struct Properties, ImmutableDictionary<string, ImmutableHashSet<Resource>> Dependencies, Result Result);

/// <summary>Registers resources with the engine, or reads existing ones, and resolves their outputs.</summary>
internal sealed class ResourceRegistrar(Deployment deployment)
{
    public const string GetResourceToken = "pulumi:pulumi:getResource";

    private readonly ResourceRequests _requests = new(deployment);

    /// <summary>Whatever happens, all outputs are resolved, so that nothing waits for them forever.</summary>
    public async Task CompleteAsync(ResourceRegistration registration, ResourceOutputs outputs)
    {
        try
        {
            var state = await GetStateAsync(registration).ConfigureAwait(false);
            outputs.SetUrn(state.Urn);
            if (registration.IsCustom)
                outputs.SetId(state.Id);

            SetValues(registration.Resource, state, outputs);
            outputs.SetMissing(isKnown: !deployment.Settings.IsDryRun && state.Result == Result.Success);
        }
        catch (Exception exception)
        {
            outputs.Fail(exception);
            throw;
        }
    }

    public async Task RegisterOutputsAsync(Resource resource, Output<IDictionary<string, object?>> outputs)
    {
        // The URN and the outputs may take their time.
        var urn = await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        var values = await outputs.GetValueAsync(whenUnknown: ImmutableDictionary<string, object?>.Empty).ConfigureAwait(false);
        var keepResources = await deployment.SupportsAsync(Features.ResourceReferences).ConfigureAwait(false);
        var serialized = await PropertySerializer.SerializeAsync(
            "monitor.registerResourceOutputs(...)", values, () => new Serializer(keepResources)).ConfigureAwait(false);
        var request = new RegisterResourceOutputsRequest { Urn = urn, Outputs = serialized.Properties };
        await deployment.Monitor.RegisterResourceOutputsAsync(request).ConfigureAwait(false);
    }

    private static void SetValues(Resource resource, ResourceState state, ResourceOutputs outputs)
    {
        var converter = new TypeConverter(warning => Log.Warn(warning, resource));
        foreach (var (name, source) in outputs.Values)
        {
            if (!state.Properties.Fields.TryGetValue(name, out var value))
                continue;

            // Each property is unknown or secret on its own.
            var data = converter.Convert($"{resource.GetType().FullName}.{name}", value, source.ValueType);
            source.Set(data with { Resources = state.Dependencies.GetValueOrDefault(name, []) });
        }
    }

    private async Task<ResourceState> GetStateAsync(ResourceRegistration registration)
    {
        if (registration.Options.Urn is { } urn)
            return await GetAsync(urn).ConfigureAwait(false);

        var id = await registration.Options.Id.ToOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        if (string.IsNullOrEmpty(id))
            return await RegisterAsync(registration).ConfigureAwait(false);

        return registration.IsCustom
            ? await ReadAsync(registration, id).ConfigureAwait(false)
            : throw new ArgumentException(
                $"{nameof(ResourceOptions)}.{nameof(ResourceOptions.Id)} is only valid for a {nameof(CustomResource)}");
    }

    private async Task<ResourceState> GetAsync(string urn)
    {
        var args = new DictionaryInvokeArgs(ImmutableDictionary<string, object?>.Empty.Add(Constants.UrnProperty, urn));
        var result = await deployment.Functions.InvokeRawAsync(GetResourceToken, args, options: null, package: null).ConfigureAwait(false);
        return Succeeded(
            result.Fields[Constants.UrnProperty].StringValue,
            result.Fields[Constants.IdProperty].StringValue,
            result.Fields[Constants.StateProperty].StructValue);
    }

    private async Task<ResourceState> ReadAsync(ResourceRegistration registration, string id)
    {
        var request = await _requests.ToReadAsync(registration, id).ConfigureAwait(false);
        var response = await deployment.Monitor.ReadResourceAsync(registration.Resource, request).ConfigureAwait(false);
        return Succeeded(response.Urn, id, response.Properties);
    }

    private async Task<ResourceState> RegisterAsync(ResourceRegistration registration)
    {
        var request = await _requests.ToRegisterAsync(registration).ConfigureAwait(false);
        var response = await deployment.Monitor.RegisterResourceAsync(registration.Resource, request).ConfigureAwait(false);
        var dependencies = response.PropertyDependencies.ToImmutableDictionary(
            property => property.Key,
            property => property.Value.Urns.Select(urn => (Resource)new DependencyResource(urn)).ToImmutableHashSet());
        return new(response.Urn, response.Id, response.Object ?? new Struct(), dependencies, response.Result);
    }

    private static ResourceState Succeeded(string urn, string id, Struct? properties)
        => new(urn, id, properties ?? new Struct(), ImmutableDictionary<string, ImmutableHashSet<Resource>>.Empty, Result.Success);
}
