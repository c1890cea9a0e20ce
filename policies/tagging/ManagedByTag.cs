using System.ComponentModel;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Tagging;

internal static class ManagedByTag
{
    private const string Tag = "ManagedBy";

    public static ResourceValidationPolicy Policy { get; } = new()
    {
        Name = "managed-by-tag",
        Description = "Every resource that takes tags says that it is managed by code; the tag is added where it is missing.",
        EnforcementLevel = EnforcementLevel.Remediate,
        ConfigSchema = PolicyConfigSchema.For(OptionsJson.Default.ManagedByTagOptions),
        ValidateResource = (args, report) =>
        {
            if (IsMissing(args))
                report($"tags: '{Tag}' is missing");
        },
        RemediateResource = args =>
        {
            if (!IsMissing(args))
                return null;
            Tags.Add(args, Tag, args.GetConfig<ManagedByTagOptions>().Value);
            return args.Props;
        },
    };

    private static bool IsMissing(ResourceValidationArgs args) => TaggableTypes.Contains(args.Type) && Tags.Missing([Tag], args).Count > 0;
}

internal sealed record ManagedByTagOptions
{
    [Description("Value of the tag where it is added."), JsonSchema("""{ "minLength": 1 }""")]
    public string Value { get; set; } = "pulumi";
}
