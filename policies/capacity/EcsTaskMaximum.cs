using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Capacity;

internal static class EcsTaskMaximum
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "ecs-task-maximum",
        "ECS services run and scale to a bounded number of tasks.",
        OptionsJson.Default.EcsTaskMaximumOptions,
        new()
        {
            ["aws:ecs/service:Service"] = (props, context) =>
            {
                if (props["desiredCount"].Number() > context.Config.Maximum)
                    context.Report($"desiredCount must be at most {context.Config.Maximum}");
            },
            ["aws:appautoscaling/target:Target"] = (props, context) =>
            {
                if (props["serviceNamespace"].AsString == "ecs" && !(props["maxCapacity"].Number() <= context.Config.Maximum))
                    context.Report($"maxCapacity must be at most {context.Config.Maximum}");
            },
        });
}

internal sealed record EcsTaskMaximumOptions
{
    [Description("Most tasks of a service."), Range(1, int.MaxValue)]
    public int Maximum { get; set; } = 10;
}
