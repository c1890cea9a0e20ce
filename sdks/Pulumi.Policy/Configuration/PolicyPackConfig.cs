using System.Text.Json.Nodes;

namespace Pulumi.Policy;

/// <summary>What a pack configures one of its policies with, before the user does.</summary>
/// <param name="EnforcementLevel">The level; null for the policy's own.</param>
/// <param name="Properties">Values of its configuration; null for none.</param>
public sealed record PolicyPackConfig(EnforcementLevel? EnforcementLevel = null, JsonObject? Properties = null);
