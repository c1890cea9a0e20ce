using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

internal static class EcrKeepsImages
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "ecr-keeps-images",
        "Repositories forget images by the tags that they were given to be forgotten: ECR does not know what runs, and what is deployed by digest may have no tag.",
        new()
        {
            ["aws:ecr/lifecyclePolicy:LifecyclePolicy"] = (props, context) => Each(props["policy"].Json()["rules"], (rule, index) =>
            {
                var selection = rule["selection"];
                var prefixes = selection["tagPrefixList"].Many().Select(prefix => prefix.Text());
                var patterns = selection["tagPatternList"].Many().Select(pattern => pattern.Text().Split('*')[0]);
                List<string> chosen = [.. prefixes, .. patterns];
                if (rule["action"]["type"].AsString == "expire" && (selection["tagStatus"].AsString != "tagged" || chosen.Count == 0 || chosen.Contains("")))
                    context.Report($"policy: rule {index + 1} must select by tagStatus 'tagged' with prefixes or patterns that begin with some");
            }),
        });
}
