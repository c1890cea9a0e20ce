using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Capacity;

internal static class Ec2InstanceMaximum
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "ec2-instance-maximum",
        "Auto scaling groups have a greatest number of instances, so that a runaway rule cannot rent a data centre.",
        OptionsJson.Default.Ec2InstanceMaximumOptions,
        new()
        {
            ["aws:autoscaling/group:Group"] = (props, context) =>
            {
                if (!(props["maxSize"].Number() <= context.Config.Maximum))
                    context.Report($"maxSize must be set, at most {context.Config.Maximum}");
            },
        });
}

internal sealed record Ec2InstanceMaximumOptions
{
    [Description("Most instances of a group."), Range(1, int.MaxValue)]
    public int Maximum { get; set; } = 10;
}
