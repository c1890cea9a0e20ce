using System.ComponentModel;
using System.Text.RegularExpressions;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Tagging;

internal static class TagValues
{
    public static ResourceValidationPolicy Policy { get; } = new()
    {
        Name = "tag-values",
        Description = "Tags hold values that reports can group by: one of a list, or of one format.",
        ConfigSchema = PolicyConfigSchema.For(OptionsJson.Default.TagValuesOptions),
        ValidateResource = Check,
    };

    private static void Check(ResourceValidationArgs args, ReportViolation report)
    {
        if (!TaggableTypes.Contains(args.Type))
            return;
        var config = args.GetConfig<TagValuesOptions>();
        var sources = TagSource.Of(args);
        All(
            () => Each(config.Allowed, entry =>
            {
                if (Tags.ValueOf(entry.Key, sources) is { } value && !entry.Value.Contains(value.Text()))
                    report($"tags: '{entry.Key}' has a value that is not allowed; allowed are {string.Join(", ", entry.Value)}");
            }),
            () => Each(config.Formats, entry =>
            {
                if (Tags.ValueOf(entry.Key, sources) is { } value && !Regex.IsMatch(value.Text(), $@"^(?:{entry.Value})\z", RegexOptions.ECMAScript))
                    report($"tags: '{entry.Key}' has a value of another format than {entry.Value}");
            }));
    }
}

internal sealed record TagValuesOptions
{
    [Description("Allowed values by tag."), JsonSchema(Schemas.Lists)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Allowed { get; set; } =
        new Dictionary<string, IReadOnlyList<string>> { ["Environment"] = ["dev", "staging", "prod"] };

    [Description("Regular expressions that whole values match, by tag."), JsonSchema("""{ "additionalProperties": { "format": "regex" } }""")]
    public IReadOnlyDictionary<string, string> Formats { get; set; } =
        new Dictionary<string, string> { ["CostCenter"] = "[a-z0-9][a-z0-9-]{1,62}", ["Owner"] = "[a-z][a-z0-9-]{1,62}" };
}
