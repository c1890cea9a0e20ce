using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

internal static class EcrImmutableTags
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "ecr-immutable-tags",
        "Tags of images never move, so that a tag in a log or a ticket says for good which image it was.",
        new()
        {
            ["aws:ecr/repository:Repository"] = (props, context) =>
            {
                if (props["imageTagMutability"].AsString != "IMMUTABLE")
                    context.Report("imageTagMutability must be IMMUTABLE");
            },
        });
}
