using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

internal static class EndpointNetwork
{
    private const string Model = "aws:sagemaker/model:Model";

    public static StackValidationPolicy Policy { get; } = Rules.Stack(
        "endpoint-network",
        "Containers of an endpoint with instances have no network, or that of the stack: otherwise they reach the internet. SageMaker's own machines take neither.",
        context =>
        {
            var ownMachines = context.Resources.OfType("aws:sagemaker/endpointConfiguration:EndpointConfiguration").Any(config => config.Props["productionVariants"].Items.Any(variant => variant["serverlessConfig"].IsTruthy));
            foreach (var model in context.Resources.OfType(Model).Where(model => !ownMachines && !IsClosed(model.Props)))
                context.Report("enableNetworkIsolation must be true, or vpcConfig be set", model);
        });

    private static bool IsClosed(PropertyValue props) => props["enableNetworkIsolation"].AsBoolean == true || props["vpcConfig"].IsTruthy;
}
