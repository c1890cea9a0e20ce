using System.Text.RegularExpressions;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Capacity;

internal static partial class LambdaProvisionedOnAlias
{
    private const string Message = "must be an alias: a version number ends with the next deployment, and $LATEST takes none";

    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "lambda-provisioned-on-alias",
        "Provisioned concurrency belongs to an alias, so that a deployment moves it with the traffic.",
        new()
        {
            ["aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"] = (props, context) =>
            {
                if (!IsAlias(props["qualifier"].AsString))
                    context.Report($"qualifier {Message}");
            },
            ["aws:appautoscaling/target:Target"] = (props, context) =>
            {
                // resourceId: function:NAME:QUALIFIER
                if (props["serviceNamespace"].AsString == "lambda" && !IsAlias(props["resourceId"].Text().Split(':').ElementAtOrDefault(2)))
                    context.Report($"the qualifier in resourceId {Message}");
            },
        });

    private static bool IsAlias(string? qualifier) => qualifier is not null && !Version().IsMatch(qualifier);

    [GeneratedRegex(@"^([0-9]+|\$LATEST|)\z")]
    private static partial Regex Version();
}
