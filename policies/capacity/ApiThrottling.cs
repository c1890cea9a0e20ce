using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Capacity;

internal static class ApiThrottling
{
    public static StackValidationPolicy Policy { get; } = Rules.Stack(
        "api-throttling",
        "Every stage of an API throttles all its methods within limits: the account's own limit is shared by all its APIs.",
        OptionsJson.Default.ApiThrottlingOptions,
        Check);

    private static void Check(StackContext<ApiThrottlingOptions> context)
    {
        var settings = context.Resources.OfType("aws:apigateway/methodSettings:MethodSettings");
        All(
            () => Each(settings, resource => Limits(resource, "settings", context)),
            () => Each(context.Resources.OfType("aws:apigatewayv2/stage:Stage"), stage => Limits(stage, "defaultRouteSettings", context)),
            () => Each(context.Resources.OfType("aws:apigateway/stage:Stage"), stage =>
            {
                if (!settings.Where(resource => resource.DependsOn(stage)).Any(resource => resource.Props["methodPath"].AsString == "*/*"))
                    context.Report("the stage needs MethodSettings with methodPath '*/*' that throttle all its methods", stage);
            }));
    }

    private static void Limits(PolicyResource resource, string property, StackContext<ApiThrottlingOptions> context) => All(
        () => AtMost("throttlingRateLimit", context.Config.MaximumRate, resource, property, context),
        () => AtMost("throttlingBurstLimit", context.Config.MaximumBurst, resource, property, context));

    private static void AtMost(string name, int most, PolicyResource resource, string property, StackContext<ApiThrottlingOptions> context)
    {
        // -1 switches throttling off.
        if (!(resource.Props[property][name].AsNumber is { } limit && limit >= 0 && limit <= most))
            context.Report($"{property}.{name} must be set, from 0 to {most}", resource);
    }
}

internal sealed record ApiThrottlingOptions
{
    [Description("Most requests a second."), Range(1, int.MaxValue)]
    public int MaximumRate { get; set; } = 100;

    [Description("Most requests at once."), Range(1, int.MaxValue)]
    public int MaximumBurst { get; set; } = 200;
}
