using Pulumi;
using Pulumi.Aws.ApiGateway;

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

    internal void ApplyTo(IntegrationArgs args, Route route) => _apply(args, route);
}
