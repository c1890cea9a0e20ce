using Pulumi;
using Pulumi.Aws.Iam;
using Stacks.Conventions;
using Stacks.Events;
using Stacks.Iam;
using Stacks.Service;

namespace Stacks.Backends.Ec2;

/// <summary>What an instance may do: what the service and what runs beside it may, and what it takes to start and to stop them.</summary>
internal static class InstanceRole
{
    // Session Manager's own, and none of its service's others: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
    private static readonly string[] Sessions =
        ["ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"];

    public static InstanceProfile Create(BackendContext context, EventSecret? secret, string group, Resource parent)
    {
        var role = new ServiceRole(
            "instance",
            "ec2.amazonaws.com",
            parent,
            [
                .. TaskContainer.Start([.. context.Repositories], context.Logs.Service.Arn),
                .. secret?.Access ?? [],
                .. context.OwnAccess,
                .. context.SidecarAccess,
                // Which instance it is, IAM cannot tell: the group's name is all that its ARN has of it.
                new Statement("TellsItsGroup")
                {
                    Actions = ["autoscaling:CompleteLifecycleAction"],
                    Resources = new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:autoscaling:{context.Settings.Region}:{context.Account}:autoScalingGroup:*:autoScalingGroupName/{group}") },
                },
                new Statement("SessionsHaveNoResource") { Actions = Sessions, Resources = new InputList<string> { "*" } },
            ]);
        return new InstanceProfile("instance", new InstanceProfileArgs { Role = role.Name }, new CustomResourceOptions { Parent = parent, DependsOn = { role } });
    }
}
