using System.ComponentModel;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Tagging;

internal static class RequiredTags
{
    public static ResourceValidationPolicy Policy { get; } = new()
    {
        Name = "required-tags",
        Description = "Every resource that takes tags has the required ones: bills and alarms are sorted by them.",
        ConfigSchema = PolicyConfigSchema.For(OptionsJson.Default.RequiredTagsOptions),
        ValidateResource = (args, report) =>
        {
            if (!TaggableTypes.Contains(args.Type))
                return;
            foreach (var name in Tags.Missing(args.GetConfig<RequiredTagsOptions>().Tags, args))
                report($"tags: '{name}' is missing; set it on the resource or in the provider's defaultTags");
            // A group's tags reach its instances and not their disks.
            if (args.Type == "aws:ec2/launchTemplate:LaunchTemplate" && args.GetConfig<RequiredTagsOptions>().Tags.Any(name => !args.Props["tagSpecifications"].Items.Any(of => of["resourceType"].AsString == "volume" && of["tags"].Keys.Contains(name))))
                report("tagSpecifications must give volumes the required tags");
        },
    };
}

internal sealed record RequiredTagsOptions
{
    [Description("Names of the tags; case matters."), JsonSchema(Schemas.Names)]
    public IReadOnlyList<string> Tags { get; set; } = ["Project", "Environment", "Owner", "CostCenter"];
}
