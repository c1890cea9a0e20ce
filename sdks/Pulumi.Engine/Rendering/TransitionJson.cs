using System.Text.Json.Nodes;
using Pulumi.Engine.Hazards;
using Pulumi.Engine.Transitions;

namespace Pulumi.Engine.Rendering;

/// <summary>Steps and hazards as JSON; operations are called as <c>pulumi preview --json</c> calls them.</summary>
internal static class TransitionJson
{
    public static void AddTo(JsonObject json, Transition transition)
    {
        json["steps"] = new JsonArray([.. transition.Steps.Where(step => step.Kind != StepKind.Same).Select(Convert)]);
        json["unknownTypes"] = Texts(transition.UnknownTypes);
        json["hazards"] = new JsonArray([.. transition.Hazards.Select(hazard => Convert(hazard, transition.Steps))]);
    }

    /// <summary>The operation's name.</summary>
    public static string Name(StepKind kind) => kind switch
    {
        StepKind.CreateReplacement => "create-replacement",
        StepKind.DeleteReplaced => "delete-replaced",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static JsonObject Convert(Step step) => new()
    {
        ["op"] = Name(step.Kind),
        ["urn"] = step.Urn,
        ["replaceReasons"] = Texts(step.Forced),
        ["diffReasons"] = Texts(step.Changed),
    };

    private static JsonObject Convert(Hazard hazard, IReadOnlyList<Step> steps) => new()
    {
        ["kind"] = hazard.KindName,
        ["urn"] = hazard.Urn,
        ["op"] = hazard.Step is { } step ? Name(step.Kind) : null,
        ["step"] = hazard.Step is { } at ? steps.Where(other => other.Kind != StepKind.Same).TakeWhile(other => !ReferenceEquals(other, at)).Count() : null,
        ["why"] = hazard.Why,
        ["do"] = hazard.Do,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
