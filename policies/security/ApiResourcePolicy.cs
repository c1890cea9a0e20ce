using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

internal static class ApiResourcePolicy
{
    public static StackValidationPolicy Policy { get; } = Rules.Stack(
        "api-resource-policy",
        "Every REST API has a resource policy that says from where it may be called, besides who may call it.",
        context =>
        {
            var policies = context.Resources.OfType("aws:apigateway/restApiPolicy:RestApiPolicy");
            Each(context.Resources.OfType("aws:apigateway/restApi:RestApi"), api =>
            {
                if (!policies.Any(policy => policy.DependsOn(api)) && !api.Props["policy"].IsTruthy)
                    context.Report("the API needs a resource policy: its input policy, or a RestApiPolicy", api);
            });
        });
}
