using System.Diagnostics.CodeAnalysis;

namespace Pulumi.Policy;

/// <summary>
/// JSON schema (draft 7) of an option besides what its type says: keywords replace those of the type, and go into the schemas of
/// items and values where both have them.
/// </summary>
/// <param name="schema">An object, such as <c>{ "minItems": 1 }</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class JsonSchemaAttribute([StringSyntax(StringSyntaxAttribute.Json)] string schema) : Attribute
{
    /// <summary>The object.</summary>
    public string Schema { get; } = schema;
}
