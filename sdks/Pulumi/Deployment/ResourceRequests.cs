using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

/// <summary>Writes the requests about resources, once everything that they depend on is there.</summary>
internal sealed class ResourceRequests(Deployment deployment)
{
    public static readonly bool AcceptResources =
        Environment.GetEnvironmentVariable("PULUMI_DISABLE_RESOURCE_REFERENCES")?.ToUpperInvariant() is not ("1" or "TRUE");

    public async Task<RegisterResourceRequest> ToRegisterAsync(ResourceRegistration registration)
    {
        var (resource, _, _, options, _) = registration;
        var request = await ToRequestAsync(registration).ConfigureAwait(false);
        var prepared = await PrepareAsync(registration).ConfigureAwait(false);
        request.Object = prepared.Properties;
        request.Parent = prepared.Parent;
        request.Provider = prepared.Provider;
        request.PackageRef = prepared.PackageRef;
        request.Dependencies.AddRange(prepared.Dependencies);
        foreach (var (name, urns) in prepared.PropertyDependencies)
            request.PropertyDependencies.Add(name, new RegisterResourceRequest.Types.PropertyDependencies { Urns = { urns } });

        await AddProvidersAsync(request, options).ConfigureAwait(false);
        await AddAliasesAsync(request, resource, options).ConfigureAwait(false);
        var replaceWith = await ResourceDependencies.GatherAsync(options.ReplaceWith).ConfigureAwait(false);
        request.ReplaceWith.AddRange(await ResourceDependencies.GetUrnsAsync(replaceWith).ConfigureAwait(false));
        return request;
    }

    public async Task<ReadResourceRequest> ToReadAsync(ResourceRegistration registration, string id)
    {
        var prepared = await PrepareAsync(registration).ConfigureAwait(false);
        return new()
        {
            Id = id,
            Type = registration.Resource.GetResourceType(),
            Name = registration.Resource.GetResourceName(),
            Parent = prepared.Parent,
            Properties = prepared.Properties,
            Dependencies = { prepared.Dependencies },
            Provider = prepared.Provider,
            PackageRef = prepared.PackageRef,
            Version = registration.Options.Version ?? "",
            AcceptSecrets = true,
            AcceptResources = AcceptResources,
        };
    }

    /// <summary>The part that the options alone make.</summary>
    private async Task<RegisterResourceRequest> ToRequestAsync(ResourceRegistration registration)
    {
        var (resource, isCustom, _, options, _) = registration;
        var request = new RegisterResourceRequest
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Custom = isCustom,
            Remote = resource.IsRemote,
            Version = options.Version ?? "",
            PluginDownloadURL = options.PluginDownloadURL ?? "",
            CustomTimeouts = options.CustomTimeouts?.Serialize(),
            DeletedWith = await GetDeletedWithAsync(options).ConfigureAwait(false),
            IgnoreChanges = { options.IgnoreChanges },
            HideDiffs = { options.HideDiffs },
            AcceptSecrets = true,
            AcceptResources = AcceptResources,
            SupportsResultReporting = true,
            Hooks = new(),
        };
        if (options.Protect is { } protect)
            request.Protect = protect;
        if (options.RetainOnDelete is { } retainOnDelete)
            request.RetainOnDelete = retainOnDelete;
        if (options is CustomResourceOptions custom)
            AddCustomOptions(request, custom);
        return request;
    }

    private async Task<string> GetDeletedWithAsync(ResourceOptions options)
    {
        if (options.DeletedWith is not { } resource)
            return "";

        return await deployment.SupportsAsync(Features.DeletedWith).ConfigureAwait(false)
            ? await GetUrnAsync(resource).ConfigureAwait(false)
            : throw new InvalidOperationException(
                "The Pulumi CLI does not support the DeletedWith option. Please update the Pulumi CLI.");
    }

    private static void AddCustomOptions(RegisterResourceRequest request, CustomResourceOptions options)
    {
        request.ImportId = options.ImportId ?? "";
        request.DeleteBeforeReplace = options.DeleteBeforeReplace ?? false;
        request.DeleteBeforeReplaceDefined = options.DeleteBeforeReplace is not null;
        request.AdditionalSecretOutputs.AddRange(options.AdditionalSecretOutputs);
        request.ReplaceOnChanges.AddRange(options.ReplaceOnChanges);
    }

    private async Task<Prepared> PrepareAsync(ResourceRegistration registration)
    {
        var (resource, _, args, options, package) = registration;
        var dependsOn = await ResourceDependencies.GatherAsync(options.DependsOn).ConfigureAwait(false);
        var dependencies = await ResourceDependencies.GetUrnsAsync(dependsOn).ConfigureAwait(false);
        var properties = await SerializeAsync(resource, args).ConfigureAwait(false);
        var propertyDependencies = new Dictionary<string, HashSet<string>>();
        foreach (var (name, resources) in properties.Dependencies)
        {
            var urns = await ResourceDependencies.GetUrnsAsync(resources).ConfigureAwait(false);
            propertyDependencies.Add(name, urns);
            dependencies.UnionWith(urns);
        }

        var parent = resource is Stack ? null : options.Parent ?? deployment.Stack;
        var provider = resource.Provider;
        return new(
            properties.Properties,
            parent is null ? "" : await GetUrnAsync(parent).ConfigureAwait(false),
            provider is null ? "" : await provider.GetReferenceAsync().ConfigureAwait(false),
            await deployment.Packages.GetReferenceAsync(package).ConfigureAwait(false),
            dependencies,
            propertyDependencies);
    }

    private async Task<SerializedProperties> SerializeAsync(Resource resource, ResourceArgs args)
    {
        var keepResources = await deployment.SupportsAsync(Features.ResourceReferences).ConfigureAwait(false);
        var keepOutputs = resource.IsRemote && await deployment.SupportsAsync(Features.OutputValues).ConfigureAwait(false);
        return await PropertySerializer.SerializeAsync(
            $"resource:{resource.GetResourceName()}[{resource.GetResourceType()}]",
            args.ToDictionary().Where(input => input.Key is not (Constants.UrnProperty or Constants.IdProperty)),
            () => new Serializer(keepResources, keepOutputs, trackReferences: !resource.IsRemote)).ConfigureAwait(false);
    }

    // Only a remote component's provider needs the providers of the children; local children name theirs themselves.
    private static async Task AddProvidersAsync(RegisterResourceRequest request, ResourceOptions options)
    {
        if (!request.Remote || options is not ComponentResourceOptions component)
            return;

        var providers = component.Provider is { } single ? component.Providers.Append(single) : component.Providers;
        foreach (var provider in providers)
            request.Providers[provider.Package] = await provider.GetReferenceAsync().ConfigureAwait(false);
    }

    private async Task AddAliasesAsync(RegisterResourceRequest request, Resource resource, ResourceOptions options)
    {
        if (await deployment.SupportsAsync(Features.AliasSpecs).ConfigureAwait(false))
            request.Aliases.AddRange(await AliasSpec.AllAsync(options.Aliases).ConfigureAwait(false));
        else
            request.AliasURNs.AddRange(await AliasUrn.ResolveAsync(resource.AliasUrns).ConfigureAwait(false));
    }

    private static Task<string> GetUrnAsync(Resource resource) => resource.Urn.GetValueAsync(whenUnknown: "");

    private sealed record Prepared(
        Google.Protobuf.WellKnownTypes.Struct Properties,
        string Parent,
        string Provider,
        string PackageRef,
        HashSet<string> Dependencies,
        Dictionary<string, HashSet<string>> PropertyDependencies);
}
