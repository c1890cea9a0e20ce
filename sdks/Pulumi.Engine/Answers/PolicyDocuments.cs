using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Answers;

/// <summary>
/// Renders <c>aws:iam/getPolicyDocument</c> as the AWS provider does: keys in the language's order, lists of one as a
/// plain text, principals by type.
/// </summary>
internal static class PolicyDocuments
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Minified = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Struct Render(Struct arguments)
    {
        var statements = new JsonArray();
        foreach (var source in Texts(arguments, "sourcePolicyDocuments"))
            Merge(statements, source);
        foreach (var statement in List(arguments, "statements"))
            Put(statements, Statement(PropertyValue.Unwrap(statement).StructValue));
        foreach (var source in Texts(arguments, "overridePolicyDocuments"))
            Merge(statements, source);

        var document = new JsonObject { ["Version"] = PropertyValue.Text(arguments, "version") ?? "2012-10-17" };
        if (PropertyValue.Text(arguments, "policyId") is { } id)
            document["Id"] = id;
        document["Statement"] = statements;
        var json = document.ToJsonString(Indented);
        var result = arguments.Clone();
        result.Fields["json"] = Value.ForString(json);
        result.Fields["minifiedJson"] = Value.ForString(document.ToJsonString(Minified));
        result.Fields["id"] = Value.ForString(new Seed(json).Hex(8));
        return result;
    }

    private static JsonObject Statement(Struct statement)
    {
        var rendered = new JsonObject();
        if (PropertyValue.Text(statement, "sid") is { Length: > 0 } sid)
            rendered["Sid"] = sid;
        rendered["Effect"] = PropertyValue.Text(statement, "effect") ?? "Allow";
        AddTexts(rendered, "Action", statement, "actions");
        AddTexts(rendered, "NotAction", statement, "notActions");
        AddTexts(rendered, "Resource", statement, "resources");
        AddTexts(rendered, "NotResource", statement, "notResources");
        AddPrincipals(rendered, "Principal", statement, "principals");
        AddPrincipals(rendered, "NotPrincipal", statement, "notPrincipals");
        AddConditions(rendered, statement);
        return rendered;
    }

    private static void AddTexts(JsonObject target, string key, Struct statement, string property)
    {
        var texts = Texts(statement, property);
        if (texts.Count > 0)
            target[key] = OneOrMany(texts.OrderDescending(StringComparer.Ordinal));
    }

    private static void AddPrincipals(JsonObject target, string key, Struct statement, string property)
    {
        var principals = List(statement, property).Select(value => PropertyValue.Unwrap(value).StructValue).ToList();
        if (principals.Count == 0)
            return;
        if (principals is [var only] && PropertyValue.Text(only, "type") == "*" && Texts(only, "identifiers") is ["*"])
        {
            target[key] = "*";
            return;
        }
        target[key] = new JsonObject(principals.GroupBy(principal => PropertyValue.Text(principal, "type") ?? "AWS")
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(group.Key, OneOrMany(group.SelectMany(p => Texts(p, "identifiers")).OrderDescending(StringComparer.Ordinal)))));
    }

    private static void AddConditions(JsonObject target, Struct statement)
    {
        var conditions = List(statement, "conditions").Select(value => PropertyValue.Unwrap(value).StructValue).ToList();
        if (conditions.Count == 0)
            return;
        target["Condition"] = new JsonObject(conditions.GroupBy(condition => PropertyValue.Text(condition, "test") ?? "")
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create<string, JsonNode?>(group.Key, new JsonObject(group
                .GroupBy(condition => PropertyValue.Text(condition, "variable") ?? "")
                .OrderBy(variable => variable.Key, StringComparer.Ordinal)
                .Select(variable => KeyValuePair.Create(variable.Key, OneOrMany(variable.SelectMany(c => Texts(c, "values")))))))));
    }

    /// <summary>Adds the statements of a document given as JSON.</summary>
    private static void Merge(JsonArray statements, string json)
    {
        var given = JsonNode.Parse(json)?["Statement"];
        foreach (var statement in given is JsonArray many ? many.ToList() : [given])
            Put(statements, statement!.DeepClone().AsObject());
    }

    /// <summary>A statement replaces the earlier one of its Sid.</summary>
    private static void Put(JsonArray statements, JsonObject statement)
    {
        var sid = statement["Sid"]?.GetValue<string>();
        for (var i = 0; sid is { Length: > 0 } && i < statements.Count; i++)
        {
            if (statements[i]!["Sid"]?.GetValue<string>() == sid)
            {
                statements[i] = statement;
                return;
            }
        }
        statements.Add(statement);
    }

    private static JsonNode? OneOrMany(IEnumerable<string> texts) => texts.Distinct().ToList() switch
    {
        [var one] => JsonValue.Create(one),
        var many => new JsonArray([.. many.Select(text => JsonValue.Create(text))]),
    };

    private static List<string> Texts(Struct properties, string name) =>
        [.. List(properties, name).Select(value => PropertyValue.Unwrap(value).StringValue)];

    private static RepeatedField<Value> List(Struct properties, string name) =>
        properties.Fields.TryGetValue(name, out var value) && PropertyValue.Unwrap(value) is { KindCase: Value.KindOneofCase.ListValue } list
            ? list.ListValue.Values
            : [];
}
