using Pulumi;
using Pulumi.Aws.Sagemaker.Inputs;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Service;

/// <summary>Where a model's container reaches others from: the stack's network, in which SageMaker gives it addresses.</summary>
/// <param name="Config">Subnets and security group.</param>
/// <param name="Ready">What has to be there before the container starts.</param>
/// <param name="Access">What SageMaker needs, with the container's role, to make and remove those addresses.</param>
/// <remarks>https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html</remarks>
internal sealed record ModelPlace(ModelVpcConfigArgs Config, IReadOnlyList<Resource> Ready, IReadOnlyList<Statement> Access)
{
    /// <summary>In subnets, behind a security group.</summary>
    public static ModelPlace In(IEnumerable<Output<string>> subnets, Output<string> group, IReadOnlyList<Resource> ready, string region, Output<string> account) =>
        new(new ModelVpcConfigArgs { Subnets = [.. subnets], SecurityGroupIds = { group } }, ready, [.. Interfaces(region, account)]);

    // https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html, "CreateModel API: execution role permissions"
    private static IEnumerable<Statement> Interfaces(string region, Output<string> account)
    {
        var kinds = new[] { "network-interface", "subnet", "security-group" };
        yield return new Statement("MakesItsInterfaces")
        {
            Actions = ["ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface", "ec2:DeleteNetworkInterfacePermission"],
            Resources = [.. kinds.Select(kind => Output.Format($"arn:{Partition.Current.Name}:ec2:{region}:{account}:{kind}/*"))],
        };
        yield return new Statement("NetworksHaveNoResource")
        {
            Actions = ["ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
            Resources = new InputList<string> { "*" },
        };
    }
}
