using Pulumi.Policy;

namespace Policies.Security;

internal static class NoEvidently
{
    public static ResourceValidationPolicy Policy { get; } = new()
    {
        Name = "no-evidently",
        Description = "No CloudWatch Evidently: AWS ended it on 2025-10-16, so that its resources can no longer be created.",
        EnforcementLevel = EnforcementLevel.Advisory,
        ValidateResource = (args, report) =>
        {
            if (args.Type.StartsWith("aws:evidently/", StringComparison.Ordinal))
                report("CloudWatch Evidently was ended on 2025-10-16; use AppConfig feature flags, or the service's own experiments");
        },
    };
}
