using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Capacity;

internal static class LambdaMemory
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "lambda-memory",
        "Functions have memory within limits: CPU grows with it, and so does the price of every request.",
        OptionsJson.Default.LambdaMemoryOptions,
        new()
        {
            ["aws:lambda/function:Function"] = (props, context) =>
            {
                if (!(props["memorySize"].AsNumber is { } memory && memory >= context.Config.Minimum && memory <= context.Config.Maximum))
                    context.Report($"memorySize must be set, from {context.Config.Minimum} to {context.Config.Maximum} MB");
            },
        });
}

internal sealed record LambdaMemoryOptions
{
    [Description("Least memory of a function in MB."), Range(0, int.MaxValue)]
    public int Minimum { get; set; } = 512;

    [Description("Most memory of a function in MB."), Range(0, int.MaxValue)]
    public int Maximum { get; set; } = 3008;
}
