using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

internal static class InstanceMetadata
{
    private const string Options = "metadataOptions";

    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "instance-metadata",
        "Instances tell their role's credentials by token (IMDSv2) and to nothing behind another hop: a request that the service is tricked into does not get them.",
        new()
        {
            [["aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate"]] = (props, context) => Checks.All(
                () => Require(props[Options]["httpTokens"].AsString == "required", $"{Options}.httpTokens must be required", context),
                () => Require(props[Options]["httpPutResponseHopLimit"].Number() <= 1, $"{Options}.httpPutResponseHopLimit must be 1", context)),
        });

    private static void Require(bool holds, string message, Context context)
    {
        if (!holds)
            context.Report(message);
    }
}
