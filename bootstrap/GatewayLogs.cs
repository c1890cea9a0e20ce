using Pulumi;
using Pulumi.Aws.ApiGateway;
using Stacks.Iam;

namespace Bootstrap;

/// <summary>The role with which API Gateway writes logs. An account has one a region: a stack of the service that set it would, when it goes, silence all others.</summary>
public sealed class GatewayLogs : ComponentResource
{
    /// <summary>Provisions the role and names it to API Gateway.</summary>
    public GatewayLogs(string name, ComponentResourceOptions? options = null)
        : base("room-type:bootstrap:GatewayLogs", name, options)
    {
        var role = new ServiceRole(name, "apigateway.amazonaws.com", this, [], "service-role/AmazonAPIGatewayPushToCloudWatchLogs");
        _ = new Account(name, new AccountArgs { CloudwatchRoleArn = role.Arn }, new CustomResourceOptions { Parent = this, DependsOn = { role } });
        RegisterOutputs();
    }
}
