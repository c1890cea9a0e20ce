using System.Text.Json.Nodes;

namespace Pulumi.Engine.Projects;

/// <summary>A key under <c>config</c> in Pulumi.yaml: its type, or its value for keys of another namespace.</summary>
/// <param name="Type">The declared type, or null when the key is untyped.</param>
/// <param name="Default">The value of stacks that set none, as text for a scalar and JSON for a structure.</param>
/// <param name="Value">The fixed value of a key of another namespace, in the same form.</param>
/// <param name="Secret">Whether every stack must hold the value encrypted.</param>
/// <param name="Description">What the key means.</param>
public sealed record ConfigDeclaration(
    ConfigType? Type, ConfigValue? Default, ConfigValue? Value, bool Secret, string? Description);

/// <summary>A configuration value as a stack holds it.</summary>
/// <param name="Text">What the program receives: a scalar's text, or a structure's JSON.</param>
/// <param name="Json">The typed value, for checking against a declaration.</param>
/// <param name="IsSecure">Whether an encrypted value is anywhere within.</param>
public sealed record ConfigValue(string Text, JsonNode? Json, bool IsSecure);

/// <summary>A configuration type: string, integer, boolean, object, or array of another type.</summary>
/// <param name="Name">The type's name as Pulumi.yaml spells it.</param>
/// <param name="Items">The type of an array's items.</param>
public sealed record ConfigType(string Name, ConfigType? Items = null)
{
    /// <summary>The names Pulumi.yaml accepts.</summary>
    public static IReadOnlyList<string> Names { get; } = ["string", "integer", "boolean", "object", "array"];

    /// <summary>Whether the value is of this type, by the CLI's rules: a string that reads as an integer or a boolean is one.</summary>
    public bool Accepts(JsonNode? value) => Name switch
    {
        "string" => Text(value) is not null,
        "integer" => Text(value) is { } text ? long.TryParse(text, out _) : value is JsonValue number && IsWhole(number),
        "boolean" => Text(value) is "true" or "false" || (value is JsonValue flag && flag.TryGetValue<bool>(out _)),
        "object" => value is JsonObject,
        _ => Items is not null && value is JsonArray array && array.All(Items.Accepts),
    };

    /// <inheritdoc/>
    public override string ToString() => Items is null ? Name : $"array<{Items}>";

    private static string? Text(JsonNode? value) => value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text : null;

    private static bool IsWhole(JsonValue value) =>
        value.TryGetValue<long>(out _) || (value.TryGetValue<double>(out var number) && Math.Truncate(number) == number);
}
