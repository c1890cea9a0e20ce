using System.Text.Json.Nodes;

namespace Pulumi.Engine.Policies;

/// <summary>What a pack says of one of its policies.</summary>
/// <param name="Name">The name, unique within the pack.</param>
/// <param name="Description">What the policy demands, and why.</param>
/// <param name="Level">The level where no configuration sets another.</param>
/// <param name="ConfigProperties">JSON schemas of the configuration's properties, with their defaults.</param>
/// <param name="RequiredProperties">Those that must have a value.</param>
public sealed record PolicyInfo(
    string Name,
    string Description,
    EnforcementLevel Level,
    JsonObject ConfigProperties,
    IReadOnlyList<string> RequiredProperties);
