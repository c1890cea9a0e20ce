using System.Collections.Frozen;
using System.Text.Json;
using RoomTypes.Json;

namespace RoomTypes.Experiments.AppConfig;

/// <summary>A document of the type AWS.AppConfig.FeatureFlags, version 1, evaluated without an agent.</summary>
public sealed class FeatureFlags
{
    private readonly FrozenDictionary<string, Variant[]> _flags;

    private FeatureFlags(FrozenDictionary<string, Variant[]> flags) => _flags = flags;

    /// <summary>Reads a document.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="FormatException">Says what is wrong where.</exception>
    public static FeatureFlags Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = StrictJson.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out var version) || version.ToString() != "1")
                throw new FormatException("The document has no \"version\": \"1\".");
            if (!root.TryGetProperty("values", out var values) || values.ValueKind != JsonValueKind.Object)
                throw new FormatException("The document has no object \"values\".");
            return new FeatureFlags(values.EnumerateObject().ToFrozenDictionary(flag => flag.Name, Variants));
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The document is no JSON: {StrictJson.Reason(exception)}", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"The document does not follow AWS.AppConfig.FeatureFlags: {exception.Message}", exception);
        }
    }

    /// <summary>What the entity gets of a flag.</summary>
    /// <returns>Null if the document has no such flag.</returns>
    public FlagAnswer? Evaluate(string flag, string entityId, in Attributes attributes)
    {
        if (!_flags.TryGetValue(flag, out var variants)) return null;
        foreach (var variant in variants)
        {
            if (variant.Rule is null || variant.Rule.IsMet(entityId, attributes)) return variant.Answer;
        }

        return null;
    }

    private static Variant[] Variants(JsonProperty flag)
    {
        if (flag.Value.ValueKind != JsonValueKind.Object) throw new FormatException($"The value of flag '{flag.Name}' is no object.");
        if (!flag.Value.TryGetProperty("_variants", out var list)) return [new Variant(null, FlagAnswer.Read(flag.Value))];
        var variants = list.EnumerateArray().Select(variant => Read(variant, flag.Name)).ToArray();
        if (variants.Length == 0 || variants[^1].Rule is not null || variants[..^1].Any(variant => variant.Rule is null))
            throw new FormatException($"The variants of flag '{flag.Name}' must all have a rule but the last, which is the default.");
        // The last one takes whom no rule took.
        variants[^1] = variants[^1] with { Answer = variants[^1].Answer with { IsDefault = true } };
        return variants;
    }

    private static Variant Read(JsonElement variant, string flag)
    {
        var name = variant.TryGetProperty("name", out var value) ? value.GetString() : null;
        var attributes = variant.TryGetProperty("attributeValues", out var values) ? FlagAnswer.AttributesOf(values) : FrozenDictionary<string, string>.Empty;
        var enabled = variant.TryGetProperty("enabled", out var truth) && truth.ValueKind == JsonValueKind.True;
        try
        {
            var rule = variant.TryGetProperty("rule", out var text) ? Rule.Parse(text.GetString() ?? "", flag) : null;
            return new Variant(rule, new FlagAnswer(name, enabled, attributes, IsDefault: false));
        }
        catch (FormatException exception)
        {
            throw new FormatException($"Variant '{name}' of flag '{flag}': {exception.Message}", exception);
        }
    }

    private sealed record Variant(Rule? Rule, FlagAnswer Answer);
}

/// <summary>A flag as an entity sees it.</summary>
/// <param name="Variant">The variant's name; null for a flag without variants.</param>
/// <param name="IsEnabled">Whether the flag is on.</param>
/// <param name="Attributes">Its attributes; values that are no texts as JSON.</param>
/// <param name="IsDefault">Whether it is the variant of those whom no rule took.</param>
public sealed record FlagAnswer(string? Variant, bool IsEnabled, IReadOnlyDictionary<string, string> Attributes, bool IsDefault)
{
    /// <summary>Reads an evaluated flag, as the agent answers it and as documents hold flags without variants.</summary>
    internal static FlagAnswer Read(JsonElement flag)
    {
        var variant = flag.TryGetProperty("_variant", out var name) ? name.GetString() : null;
        var enabled = flag.TryGetProperty("enabled", out var truth) && truth.ValueKind == JsonValueKind.True;
        return new FlagAnswer(variant, enabled, AttributesOf(flag), variant is null || variant.Equals("default", StringComparison.OrdinalIgnoreCase));
    }

    internal static FrozenDictionary<string, string> AttributesOf(JsonElement values) => values.EnumerateObject()
        .Where(value => value.Name is not ("enabled" or "_variant"))
        .ToFrozenDictionary(value => value.Name, value => value.Value.ValueKind == JsonValueKind.String ? value.Value.GetString()! : value.Value.GetRawText());
}
