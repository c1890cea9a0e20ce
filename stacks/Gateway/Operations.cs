using System.Globalization;
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
        var way = new Integration(route.Name, args, new CustomResourceOptions { Parent = method, DependsOn = [.. integration.Needs] });
        _parts.Add(way);
        foreach (var answer in integration.Answers)
            Add($"{route.Name}-{answer.Status}", answer, resource, method, way);
    }

    private void Add(string name, GatewayAnswer answer, Output<string> resource, Method method, Integration way)
    {
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        // The method's and the integration's own words: where those are made anew, these are again too.
        var declaredArgs = new MethodResponseArgs { RestApi = _api.Id, ResourceId = resource, HttpMethod = method.HttpMethod, StatusCode = status };
        foreach (var header in answer.Headers.Keys)
            declaredArgs.ResponseParameters.Add($"method.response.header.{header}", true);
        var declared = new MethodResponse(name, declaredArgs, new CustomResourceOptions { Parent = method });
        var args = new IntegrationResponseArgs { RestApi = _api.Id, ResourceId = resource, HttpMethod = way.HttpMethod, StatusCode = declared.StatusCode };
        foreach (var (header, value) in answer.Headers)
            args.ResponseParameters.Add($"method.response.header.{header}", value);
        if (answer.Pattern is { } pattern)
            args.SelectionPattern = pattern;
        if (answer.Template is { } template)
        {
            args.ResponseTemplates.Add("application/json", template);
            // Whoever accepts Protocol Buffers is answered text: otherwise the gateway takes it for Base64.
            args.ContentHandling = "CONVERT_TO_TEXT";
        }

        _parts.Add(declared);
        _parts.Add(new IntegrationResponse(name, args, new CustomResourceOptions { Parent = way }));
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
        // Those of which a backend that is no proxy's is told.
        var parameters = new InputMap<bool> { { "method.request.header.Accept", false }, { "method.request.header.Content-Type", false } };
        foreach (var parameter in route.Parameters)
            parameters.Add($"method.request.path.{parameter}", true);
        return parameters;
    }
}
