namespace Policies.Support;

/// <summary>JSON schemas of options that several policies have, besides what their types say.</summary>
internal static class Schemas
{
    /// <summary>Of a list of texts without repetitions.</summary>
    public const string Names = """{ "items": { "minLength": 1 }, "uniqueItems": true }""";

    /// <summary>Of lists by name.</summary>
    public const string Lists = """{ "additionalProperties": { "minItems": 1 } }""";
}
