using System.Text.Json;
using System.Text.Json.Nodes;
using Stacks.Configuration;

namespace Stacks.Experiments;

/// <summary>A feature with its variations as AppConfig's feature flags say it.</summary>
/// <remarks>https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-multi-variant-feature-flags.html</remarks>
public static class FlagDocument
{
    /// <summary>The context key by which entities are split.</summary>
    public const string EntityKey = "entityId";

    /// <summary>The attribute that names the model of a variation.</summary>
    public const string ModelAttribute = "model";

    private static readonly JsonSerializerOptions Written = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document of one feature. The last variant has no rule: it takes who is left.</summary>
    public static string Of(string feature, IReadOnlyList<Variation> variations)
    {
        ArgumentNullException.ThrowIfNull(variations);
        var document = new JsonObject
        {
            ["version"] = "1",
            ["flags"] = new JsonObject
            {
                [feature] = new JsonObject
                {
                    ["name"] = feature,
                    ["attributes"] = new JsonObject { [ModelAttribute] = new JsonObject { ["constraints"] = new JsonObject { ["type"] = "string", ["required"] = true } } },
                },
            },
            ["values"] = new JsonObject { [feature] = new JsonObject { ["_variants"] = Variants(feature, variations) } },
        };
        return document.ToJsonString(Written);
    }

    /// <summary>
    /// The feature's experiment as CreateExperimentDefinition of AppConfig takes it: the first variation is the control, and everybody whose entity is
    /// known is its audience.
    /// </summary>
    /// <param name="application">The application's id or name.</param>
    /// <param name="feature">The feature, whose name the definition has, too.</param>
    /// <param name="variations">Two to six.</param>
    /// <remarks>https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateExperimentDefinition.html</remarks>
    public static string Definition(string application, string feature, IReadOnlyList<Variation> variations)
    {
        ArgumentNullException.ThrowIfNull(variations);
        var definition = new JsonObject
        {
            ["ApplicationIdentifier"] = application,
            ["Name"] = feature,
            ["ConfigurationProfileIdentifier"] = AppConfigExperiments.ProfileName,
            ["EnvironmentIdentifier"] = AppConfigExperiments.EnvironmentName,
            ["FlagKey"] = feature,
            ["AudienceRule"] = $"(not (eq ${EntityKey} \"\"))",
            ["Control"] = Treatment(variations[0]),
            ["Treatments"] = new JsonArray([.. variations.Skip(1).Select(Treatment)]),
        };
        return definition.ToJsonString(Written);
    }

    private static JsonObject Treatment(Variation variation) => new()
    {
        ["Weight"] = variation.Percent,
        ["Description"] = $"{variation.Name}: {variation.Model}",
        ["FlagValue"] = new JsonObject
        {
            ["Enabled"] = true,
            ["AttributeValues"] = new JsonObject { [ModelAttribute] = new JsonObject { ["StringValue"] = variation.Model } },
        },
    };

    // Splits of one seed nest: a split by 30 holds the one by 10. So each rule names the sum so far, and the default comes last.
    private static JsonArray Variants(string feature, IReadOnlyList<Variation> variations)
    {
        var variants = new JsonArray();
        var sum = 0;
        foreach (var variation in variations.Skip(1))
        {
            sum += variation.Percent;
            variants.Add(Variant(variation, $"(split by::${EntityKey} pct::{sum} seed::\"{feature}\")"));
        }

        variants.Add(Variant(variations[0], null));
        return variants;
    }

    private static JsonObject Variant(Variation variation, string? rule)
    {
        var variant = new JsonObject { ["name"] = variation.Name, ["enabled"] = true, ["attributeValues"] = new JsonObject { [ModelAttribute] = variation.Model } };
        if (rule is not null)
            variant["rule"] = rule;
        return variant;
    }
}
