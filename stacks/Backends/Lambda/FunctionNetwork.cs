using Pulumi;
using Pulumi.Aws.Lambda.Inputs;
using Stacks.Network;

namespace Stacks.Backends.Lambda;

/// <summary>Where a function reaches the event database from: the stack's network, in which Lambda gives it addresses.</summary>
/// <param name="Config">Subnets and security group.</param>
/// <param name="Ready">What has to be there before the function is called.</param>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html</remarks>
internal sealed record FunctionNetwork(FunctionVpcConfigArgs Config, IReadOnlyList<Resource> Ready)
{
    /// <summary>What Lambda needs, with the function's role, to make and remove those addresses.</summary>
    public const string Policy = "service-role/AWSLambdaENIManagementAccess";

    /// <summary>Places the function; null where it reaches nothing in a network.</summary>
    public static FunctionNetwork? For(BackendContext context, Resource parent)
    {
        if (context.Events is not { IsPlaced: true } events)
            return null;
        var network = context.Network!;
        var group = Connections.Group("function", network, "The function", parent);
        return new FunctionNetwork(
            new FunctionVpcConfigArgs { SubnetIds = [.. network.SubnetIds], SecurityGroupIds = { group.Id } },
            [.. network.Ready, .. Connections.HttpsOut("function", group, network), .. events.Reach(group, network)]);
    }
}
