using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

/// <summary>Calls functions of providers and methods of resources.</summary>
internal sealed class FunctionInvoker(Deployment deployment)
{
    private const string SelfArgument = "__self__";

    public Output<T> Invoke<T>(string token, InvokeArgs? args, InvokeOptions? options, RegisterPackageRequest? package)
    {
        return new(InvokeAsync());

        async Task<OutputData<T>> InvokeAsync()
        {
            var serialized = await SerializeAsync(token, args).ConfigureAwait(false);
            var dependencies = serialized.Dependencies.Values.SelectMany(resources => resources).ToHashSet();
            if (options is InvokeOutputOptions { DependsOn: var dependsOn })
                dependencies.UnionWith(await ResourceDependencies.GatherAsync(dependsOn).ConfigureAwait(false));

            if (serialized.HasUnknowns || !await AreCreatedAsync(dependencies).ConfigureAwait(false))
                return OutputData<T>.Unknown(default!);

            var data = Convert<T>(token, await SendAsync(token, serialized.Properties, options, package).ConfigureAwait(false));
            return data with { Resources = data.Resources.Union(dependencies) };
        }
    }

    public async Task<T> InvokeAsync<T>(string token, InvokeArgs? args, InvokeOptions? options, RegisterPackageRequest? package)
        => Convert<T>(token, await InvokeRawAsync(token, args, options, package).ConfigureAwait(false)).Value;

    public Task InvokeAsync(string token, InvokeArgs? args, InvokeOptions? options, RegisterPackageRequest? package)
        => InvokeRawAsync(token, args, options, package);

    public async Task<Struct> InvokeRawAsync(string token, InvokeArgs? args, InvokeOptions? options, RegisterPackageRequest? package)
    {
        var serialized = await SerializeAsync(token, args).ConfigureAwait(false);
        return await SendAsync(token, serialized.Properties, options, package).ConfigureAwait(false);
    }

    public Output<T> Call<T>(string token, CallArgs? args, Resource? self, CallOptions? options, RegisterPackageRequest? package)
    {
        return new(CallAsync());

        async Task<OutputData<T>> CallAsync()
        {
            var request = await ToCallAsync(token, args, self, options, package).ConfigureAwait(false);
            var response = await deployment.Monitor.CallAsync(request).ConfigureAwait(false);
            ThrowOnFailures("Call", token, response.Failures);
            var dependencies = response.ReturnDependencies.Values
                .SelectMany(property => property.Urns)
                .Select(urn => new DependencyResource(urn));
            return Convert<T>(token, response.Return, self) with { Resources = [.. dependencies] };
        }
    }

    private async Task<SerializedProperties> SerializeAsync(string token, InvokeArgs? args)
    {
        var keepResources = await deployment.SupportsAsync(Features.ResourceReferences).ConfigureAwait(false);
        return await PropertySerializer.SerializeAsync(
            $"invoke:{token}", (args ?? InvokeArgs.Empty).ToDictionary(), () => new Serializer(keepResources)).ConfigureAwait(false);
    }

    private async Task<Struct> SendAsync(string token, Struct args, InvokeOptions? options, RegisterPackageRequest? package)
    {
        var provider = options?.Provider ?? options?.Parent?.GetProvider(token);
        var response = await deployment.Monitor.InvokeAsync(new()
        {
            Tok = token,
            Args = args,
            Provider = provider is null ? "" : await provider.GetReferenceAsync().ConfigureAwait(false),
            Version = options?.Version ?? "",
            PluginDownloadURL = options?.PluginDownloadURL ?? "",
            PackageRef = await deployment.Packages.GetReferenceAsync(package).ConfigureAwait(false),
            AcceptResources = ResourceRequests.AcceptResources,
        }).ConfigureAwait(false);
        ThrowOnFailures("Invoke", token, response.Failures);
        return response.Return ?? new Struct();
    }

    private async Task<ResourceCallRequest> ToCallAsync(
        string token, CallArgs? args, Resource? self, CallOptions? options, RegisterPackageRequest? package)
    {
        var values = (args ?? CallArgs.Empty).ToDictionary();
        if (self is not null)
            values = values.SetItem(SelfArgument, self);

        var keepOutputs = await deployment.SupportsAsync(Features.OutputValues).ConfigureAwait(false);
        var serialized = await PropertySerializer.SerializeAsync(
            $"call:{token}", values, () => new Serializer(keepResources: true, keepOutputs, trackReferences: false)).ConfigureAwait(false);
        var provider = self is null ? options?.Provider ?? options?.Parent?.GetProvider(token) : self.Provider;
        var request = new ResourceCallRequest
        {
            Tok = token,
            Args = serialized.Properties,
            Provider = provider is null ? "" : await provider.GetReferenceAsync().ConfigureAwait(false),
            Version = (self is null ? options?.Version : self.Version) ?? "",
            PluginDownloadURL = (self is null ? options?.PluginDownloadURL : self.PluginDownloadURL) ?? "",
            PackageRef = await deployment.Packages.GetReferenceAsync(package).ConfigureAwait(false),
        };
        foreach (var (name, resources) in serialized.Dependencies)
        {
            var urns = await ResourceDependencies.GetUrnsAsync(resources).ConfigureAwait(false);
            request.ArgDependencies.Add(name, new ResourceCallRequest.Types.ArgumentDependencies { Urns = { urns } });
        }

        return request;
    }

    // A resource that will only be created by the update has no id yet; neither has one known by its URN alone, which exists.
    private static async Task<bool> AreCreatedAsync(IEnumerable<Resource> resources)
    {
        foreach (var resource in ResourceDependencies.Expand(resources).OfType<CustomResource>())
        {
            if (resource.Id is { } id && !(await id.DataTask.ConfigureAwait(false)).IsKnown)
                return false;
        }

        return true;
    }

    private static OutputData<T> Convert<T>(string token, Struct? result, Resource? resource = null)
        => new TypeConverter(warning => Log.Warn(warning, resource))
            .Convert<T>($"{token} result", Value.ForStruct(result ?? new Struct()));

    private static void ThrowOnFailures(string verb, string token, RepeatedField<CheckFailure> failures)
    {
        if (failures.Count > 0)
        {
            throw new InvalidOperationException(
                $"{verb} of '{token}' failed: {string.Join("; ", failures.Select(failure => $"{failure.Reason} ({failure.Property})"))}");
        }
    }
}
