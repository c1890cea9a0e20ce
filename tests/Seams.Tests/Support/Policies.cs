using System.Text.Json;
using Pulumi.Engine.Recording;

namespace Seams.Tests.Support;

/// <summary>Every policy document of a plan.</summary>
internal static class Policies
{
    private static readonly Dictionary<string, string[]> Documents = new()
    {
        ["aws:iam/role:Role"] = ["assumeRolePolicy"],
        ["aws:iam/rolePolicy:RolePolicy"] = ["policy"],
        ["aws:kms/key:Key"] = ["policy"],
        ["aws:sns/topicPolicy:TopicPolicy"] = ["policy"],
        ["aws:apigateway/restApiPolicy:RestApiPolicy"] = ["policy"],
    };

    /// <summary>Its statements, with the resource that has them.</summary>
    public static IEnumerable<(RecordedResource Resource, JsonElement Statement)> Statements(RunResult plan) =>
        from resource in plan.Resources
        from property in Documents.GetValueOrDefault(resource.Type, [])
        from statement in resource.Inputs.Json(property).GetProperty("Statement").EnumerateArray()
        select (resource, statement);

    /// <summary>A text or a list of texts.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement statement, string property) =>
        !statement.TryGetProperty(property, out var value) ? []
        : value.ValueKind == JsonValueKind.String ? [value.GetString()!]
        : [.. value.EnumerateArray().Select(item => item.GetString()!)];
}
