using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

internal static class EcrScanOnPush
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "ecr-scan-on-push",
        "Images are scanned for known vulnerabilities when they are pushed.",
        new()
        {
            ["aws:ecr/repository:Repository"] = (props, context) =>
            {
                if (props["imageScanningConfiguration"]["scanOnPush"].AsBoolean != true)
                    context.Report("imageScanningConfiguration.scanOnPush must be true");
            },
        });
}
