using System.Text.Json.Nodes;

namespace Pulumi.Engine.Policies;

/// <summary>The configuration of one policy.</summary>
/// <param name="Level">The level; null where the configuration leaves it as it is.</param>
/// <param name="Properties">Values of the policy's own properties.</param>
public sealed record PolicySettings(EnforcementLevel? Level, JsonObject Properties);
