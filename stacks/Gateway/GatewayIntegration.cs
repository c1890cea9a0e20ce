using Pulumi;
using Pulumi.Aws.ApiGateway;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Gateway;

/// <summary>How the gateway hands a request to a backend.</summary>
public sealed class GatewayIntegration
{
    /// <summary>In which a load balancer's service is told whose signature was verified; what a caller writes there itself is overwritten.</summary>
    public const string CallerHeader = "x-caller-arn";

    private readonly Action<IntegrationArgs, Route> _apply;

    private GatewayIntegration(Output<string> identity, Action<IntegrationArgs, Route> apply) => (Identity, _apply) = (identity, apply);

    /// <summary>Changes when the way does.</summary>
    public Output<string> Identity { get; }

    /// <summary>As an invocation of a function.</summary>
    public static GatewayIntegration ForFunction(Output<string> invokeArn) => new(invokeArn, (args, _) =>
    {
        args.Type = "AWS_PROXY";
        args.IntegrationHttpMethod = "POST";
        args.Uri = invokeArn;
    });

    /// <summary>As an HTTPS request to a load balancer in the network, whose certificate has to be of the domain.</summary>
    public static GatewayIntegration ForLoadBalancer(Output<string> loadBalancerArn, Output<string> vpcLinkId, string domain) =>
        new(Output.Format($"{loadBalancerArn} {vpcLinkId} {domain} {CallerHeader}"), (args, route) =>
        {
            args.Type = "HTTP_PROXY";
            args.IntegrationHttpMethod = route.Method;
            args.ConnectionType = "VPC_LINK";
            args.ConnectionId = vpcLinkId;
            args.IntegrationTarget = loadBalancerArn;
            args.Uri = $"https://{domain}{route.Path}";
            args.RequestParameters.Add($"integration.request.header.{CallerHeader}", "context.identity.userArn");
            if (route.IsText)
                args.RequestParameters.Add("integration.request.header.Accept-Encoding", "'identity'");
            foreach (var parameter in route.Parameters)
                args.RequestParameters.Add($"integration.request.path.{parameter}", $"method.request.path.{parameter}");
        });

    /// <summary>As a call of SageMaker's endpoint, whose container is told in an attribute which operation is meant, and by whom.</summary>
    /// <param name="region">Where the endpoint is.</param>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="role">The role that may call it.</param>
    /// <param name="serverless">Whether it has no instances, and takes smaller bodies.</param>
    /// <remarks>https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html</remarks>
    internal static GatewayIntegration ForEndpoint(string region, Output<string> endpoint, ServiceRole role, bool serverless)
    {
        var uri = Output.Format($"arn:{Partition.Current.Name}:apigateway:{region}:runtime.sagemaker:path/endpoints/{endpoint}/invocations");
        return new(Output.Format($"{uri} {role.Arn} {string.Concat(Routes.All.Select(EndpointTemplates.Request))} {string.Concat(EndpointTemplates.Answers(serverless).Select(answer => answer.Template))}"), (args, route) =>
        {
            args.Type = "AWS";
            args.IntegrationHttpMethod = "POST";
            args.Uri = uri;
            args.Credentials = role.Arn;
            args.PassthroughBehavior = EndpointTemplates.TakesAnyType(route) ? "WHEN_NO_MATCH" : "NEVER";
            foreach (var (name, value) in EndpointTemplates.Headers(route))
                args.RequestParameters.Add($"integration.request.header.{name}", value);
            if (EndpointTemplates.Request(route) is { Length: > 0 } template)
                args.RequestTemplates.Add("application/json", template);
        })
        {
            Answers = EndpointTemplates.Answers(serverless),
            Needs = [role],
        };
    }

    /// <summary>How answers are handed back; none where the gateway passes them on as they are.</summary>
    internal IReadOnlyList<GatewayAnswer> Answers { get; private init; } = [];

    /// <summary>What has to be there before it is used.</summary>
    internal IReadOnlyList<Pulumi.Resource> Needs { get; private init; } = [];

    internal void ApplyTo(IntegrationArgs args, Route route) => _apply(args, route);
}
