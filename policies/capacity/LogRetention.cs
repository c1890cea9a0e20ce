using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Capacity;

internal static class LogRetention
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "log-retention",
        "Logs are kept for a time within limits: long enough to look into an incident, and not for ever.",
        OptionsJson.Default.LogRetentionOptions,
        new()
        {
            ["aws:cloudwatch/logGroup:LogGroup"] = (props, context) =>
            {
                // 0 keeps them for ever.
                if (!(props["retentionInDays"].AsNumber is { } days && days >= context.Config.Minimum && days <= context.Config.Maximum))
                    context.Report($"retentionInDays must be set, from {context.Config.Minimum} to {context.Config.Maximum} days");
            },
        });
}

internal sealed record LogRetentionOptions
{
    [Description("Least days that logs are kept."), Range(0, int.MaxValue)]
    public int Minimum { get; set; } = 7;

    [Description("Most days that logs are kept."), Range(0, int.MaxValue)]
    public int Maximum { get; set; } = 365;
}
