using System.Text.Json;
using Pulumi;

namespace Stacks.Iam;

/// <summary>Policy documents of IAM and of resources.</summary>
internal static class PolicyDocument
{
    // Conditions read better with their characters as they are.
    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The statements as one document.</summary>
    public static Output<string> Of(params Statement[] statements) =>
        Output.All(statements.Select(statement => (Input<Dictionary<string, object>>)statement.Render()).ToArray())
            .Apply(rendered => JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = rendered }, Json));
}
