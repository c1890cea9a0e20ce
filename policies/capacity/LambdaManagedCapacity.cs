using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Capacity;

internal static class LambdaManagedCapacity
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "lambda-managed-capacity",
        "Capacity providers of managed instances have a greatest number of vCPUs: the account pays for their instances.",
        OptionsJson.Default.LambdaManagedCapacityOptions,
        new()
        {
            ["aws:lambda/capacityProvider:CapacityProvider"] = (props, context) =>
            {
                if (!(props["capacityProviderScalingConfigs"][0]["maxVcpuCount"].AsNumber <= context.Config.MaximumVcpus))
                    context.Report($"capacityProviderScalingConfigs[0].maxVcpuCount must be set, at most {context.Config.MaximumVcpus}");
            },
        });
}

internal sealed record LambdaManagedCapacityOptions
{
    [Description("Most vCPUs of a capacity provider."), Range(1, int.MaxValue)]
    public int MaximumVcpus { get; set; } = 64;
}
