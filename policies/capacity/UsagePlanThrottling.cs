using Policies.Support;
using Pulumi.Policy;

namespace Policies.Capacity;

internal static class UsagePlanThrottling
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "usage-plan-throttling",
        "Every usage plan limits the rate and the burst of each caller, so that one cannot starve the others.",
        new()
        {
            ["aws:apigateway/usagePlan:UsagePlan"] = (props, context) =>
            {
                if (!(props["throttleSettings"]["rateLimit"].Number() > 0 && props["throttleSettings"]["burstLimit"].Number() > 0))
                    context.Report("throttleSettings must set rateLimit and burstLimit");
            },
        });
}
