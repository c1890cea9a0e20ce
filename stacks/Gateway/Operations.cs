using Pulumi;
using Pulumi.Aws.ApiGateway;
using Stacks.Configuration;
using ApiResource = Pulumi.Aws.ApiGateway.Resource;

namespace Stacks.Gateway;

/// <summary>The API's paths and methods, each signed with SigV4.</summary>
internal sealed class Operations
{
    private readonly RestApi _api;
    private readonly Dictionary<string, ApiResource> _paths = [];
    private readonly List<Pulumi.Resource> _parts = [];

    private Operations(RestApi api) => _api = api;

    /// <summary>Provisions all routes; returns what a deployment has to wait for.</summary>
    public static IReadOnlyList<Pulumi.Resource> Create(RestApi api, GatewayIntegration integration, GatewaySettings gateway)
    {
        var operations = new Operations(api);
        foreach (var route in Routes.Of(gateway))
            operations.Add(route, integration, gateway);
        return operations._parts;
    }

    private void Add(Route route, GatewayIntegration integration, GatewaySettings gateway)
    {
        var resource = route.Parts.Count > 0 ? Path(route.Parts).Id : _api.RootResourceId;
        var method = new Method(
            route.Name,
            new MethodArgs
            {
                RestApi = _api.Id,
                ResourceId = resource,
                HttpMethod = route.Method,
                Authorization = "AWS_IAM",
                ApiKeyRequired = gateway.Clients.Count > 0,
                RequestParameters = Parameters(route),
            },
            new CustomResourceOptions { Parent = _api });
        var args = new IntegrationArgs { RestApi = _api.Id, ResourceId = resource, HttpMethod = method.HttpMethod, TimeoutMilliseconds = gateway.TimeoutSeconds * 1_000 };
        integration.ApplyTo(args, route);
        _parts.Add(method);
        _parts.Add(new Integration(route.Name, args, new CustomResourceOptions { Parent = method }));
    }

    private ApiResource Path(IReadOnlyList<string> parts)
    {
        var name = Route.NameOf(parts);
        if (_paths.TryGetValue(name, out var known))
            return known;
        var parent = parts.Count == 1 ? _api.RootResourceId : Path([.. parts.SkipLast(1)]).Id;
        return _paths[name] = new ApiResource(name, new Pulumi.Aws.ApiGateway.ResourceArgs { RestApi = _api.Id, ParentId = parent, PathPart = parts[^1] }, new CustomResourceOptions { Parent = _api });
    }

    private static InputMap<bool> Parameters(Route route)
    {
        var parameters = new InputMap<bool>();
        foreach (var parameter in route.Parameters)
            parameters.Add($"method.request.path.{parameter}", true);
        return parameters;
    }
}
