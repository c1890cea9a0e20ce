using System.ComponentModel;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

internal static class AthenaLimited
{
    private const double BytesOfGigabyte = 1e9;

    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "athena-limited",
        "A workgroup of Athena says itself, whoever asks, where answers go and by what they are encrypted, and how much a question may read, which is what costs.",
        OptionsJson.Default.AthenaLimitedOptions,
        new()
        {
            ["aws:athena/workgroup:Workgroup"] = (props, context) =>
            {
                var configuration = props["configuration"];
                All(
                    () => Require(configuration["enforceWorkgroupConfiguration"].AsBoolean == true, "configuration.enforceWorkgroupConfiguration must be true", context),
                    () => Require(configuration["publishCloudwatchMetricsEnabled"].AsBoolean == true, "configuration.publishCloudwatchMetricsEnabled must be true: alarms count what is read", context),
                    () => Require(
                        configuration["bytesScannedCutoffPerQuery"].IsTruthy && configuration["bytesScannedCutoffPerQuery"].Number() <= context.Config.MaximumGigabytes * BytesOfGigabyte,
                        $"configuration.bytesScannedCutoffPerQuery must be set, to at most {context.Config.MaximumGigabytes} GB",
                        context),
                    () => Require(
                        configuration["resultConfiguration"]["encryptionConfiguration"]["encryptionOption"].AsString is "SSE_KMS" or "CSE_KMS",
                        "configuration.resultConfiguration.encryptionConfiguration.encryptionOption must be SSE_KMS or CSE_KMS",
                        context));
            },
        });

    private static void Require(bool holds, string message, Context<AthenaLimitedOptions> context)
    {
        if (!holds)
            context.Report(message);
    }
}

internal sealed record AthenaLimitedOptions
{
    [Description("The most GB that a question may read.")]
    public int MaximumGigabytes { get; set; } = 1000;
}
