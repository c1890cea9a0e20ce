using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ec2;
using Stacks.Iam;

namespace Stacks.Network;

/// <summary>A record of the connections that a network refuses.</summary>
internal static class FlowLogs
{
    public static void Create(Vpc vpc, LogGroup logs)
    {
        var role = new ServiceRole(
            "flow",
            "vpc-flow-logs.amazonaws.com",
            vpc,
            [
                new Statement("WritesItsLogGroup")
                {
                    Actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                    Resources = new InputList<string> { logs.Arn, Output.Format($"{logs.Arn}:*") },
                },
            ]);
        _ = new FlowLog(
            "flow",
            new FlowLogArgs { VpcId = vpc.Id, TrafficType = "REJECT", LogDestination = logs.Arn, LogDestinationType = "cloud-watch-logs", IamRoleArn = role.Arn, MaxAggregationInterval = 600 },
            new CustomResourceOptions { Parent = vpc, DependsOn = { role } });
    }
}
