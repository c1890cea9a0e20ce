using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Capacity;

internal static class LambdaTimeout
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "lambda-timeout",
        "Functions end before the gateway gives up after 29 s: what runs on is paid for and answers nobody.",
        OptionsJson.Default.LambdaTimeoutOptions,
        new()
        {
            ["aws:lambda/function:Function"] = (props, context) =>
            {
                if (!(props["timeout"].AsNumber is { } timeout && timeout >= context.Config.Minimum && timeout <= context.Config.Maximum))
                    context.Report($"timeout must be set, from {context.Config.Minimum} to {context.Config.Maximum} seconds");
            },
        });
}

internal sealed record LambdaTimeoutOptions
{
    [Description("Least timeout of a function in seconds."), Range(0, int.MaxValue)]
    public int Minimum { get; set; } = 1;

    [Description("Most timeout of a function in seconds."), Range(0, int.MaxValue)]
    public int Maximum { get; set; } = 29;
}
