using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Capacity;

internal static class SageMakerInstanceMaximum
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "sagemaker-instance-maximum",
        "Endpoints begin with and scale to a bounded number of instances, or of warm processes: they cost by the hour, whoever calls.",
        OptionsJson.Default.SageMakerInstanceMaximumOptions,
        new()
        {
            ["aws:sagemaker/endpointConfiguration:EndpointConfiguration"] = (props, context) => Each(props["productionVariants"], (variant, index) => All(
                () => AtMost(variant["initialInstanceCount"], $"productionVariants[{index}].initialInstanceCount", context),
                () => AtMost(variant["serverlessConfig"]["provisionedConcurrency"], $"productionVariants[{index}].serverlessConfig.provisionedConcurrency", context))),
            ["aws:appautoscaling/target:Target"] = (props, context) =>
            {
                if (props["serviceNamespace"].AsString == "sagemaker" && !(props["maxCapacity"].Number() <= context.Config.Maximum))
                    context.Report($"maxCapacity must be at most {context.Config.Maximum}");
            },
        });

    private static void AtMost(PropertyValue number, string path, Context<SageMakerInstanceMaximumOptions> context)
    {
        if (number.Number() > context.Config.Maximum)
            context.Report($"{path} must be at most {context.Config.Maximum}");
    }
}

internal sealed record SageMakerInstanceMaximumOptions
{
    [Description("Most instances, or warm processes, of an endpoint."), Range(1, int.MaxValue)]
    public int Maximum { get; set; } = 10;
}
