using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Recording;

namespace Policies.Tests.Support;

/// <summary>A way to break a stack, and the rule that must then name the right resource.</summary>
/// <param name="Rule">The rule that must find it.</param>
/// <param name="Stack">The stack to break.</param>
/// <param name="Backend">The backend that it runs on.</param>
/// <param name="What">What is broken, for people.</param>
/// <param name="Break">Changes the resources and returns the URN that the rule must name.</param>
internal sealed record Mutation(string Rule, string Stack, string Backend, string What, Func<List<RecordedResource>, string> Break)
{
    /// <summary>Further configuration of the run, as <c>key=value</c>.</summary>
    public string[] Config { get; init; } = [];

    /// <summary>Whether the rule then also names resources that relied on the broken one.</summary>
    public bool HasVictims { get; init; }

    /// <summary>Changes the inputs of one resource, and the outputs that follow them.</summary>
    public static Func<List<RecordedResource>, string> Change(string type, Action<JsonObject> change, Func<RecordedResource, bool>? which = null) => resources =>
    {
        var index = resources.FindIndex(resource => resource.Type == type && which?.Invoke(resource) != false);
        Assert.True(index >= 0, $"the stack has no {type} to break; it has {string.Join(", ", resources.Select(resource => resource.Type).Distinct().Order())}");
        var inputs = JsonNode.Parse(resources[index].Inputs.ToString())!.AsObject();
        change(inputs);
        var changed = Struct.Parser.ParseJson(inputs.ToJsonString());
        Assert.NotEqual(resources[index].Inputs, changed);
        var outputs = resources[index].Outputs.Clone();
        foreach (var name in resources[index].Inputs.Fields.Keys.Union(changed.Fields.Keys))
        {
            outputs.Fields.Remove(name);
            if (changed.Fields.TryGetValue(name, out var value))
                outputs.Fields[name] = value;
        }
        resources[index] = resources[index] with { Inputs = changed, Outputs = outputs };
        return resources[index].Urn;
    };

    /// <summary>Sets one input.</summary>
    public static Func<List<RecordedResource>, string> Set(string type, string property, JsonNode? value, Func<RecordedResource, bool>? which = null) =>
        Change(type, inputs => inputs[property] = value?.DeepClone(), which);

    /// <summary>Breaks one resource; another, of that type, is to be named.</summary>
    public static Func<List<RecordedResource>, string> Victim(string type, Func<List<RecordedResource>, string> change) => resources =>
    {
        change(resources);
        return resources.First(resource => resource.Type == type).Urn;
    };

    /// <summary>Takes one input away.</summary>
    public static Func<List<RecordedResource>, string> Unset(string type, string property) => Change(type, inputs => inputs.Remove(property));

    /// <summary>Changes the JSON that an input holds as text.</summary>
    public static Func<List<RecordedResource>, string> Rewrite(string type, string property, Action<JsonNode> change, Func<RecordedResource, bool>? which = null) =>
        Change(
            type,
            inputs =>
            {
                var document = JsonNode.Parse(inputs[property]!.GetValue<string>())!;
                change(document);
                inputs[property] = document.ToJsonString();
            },
            which);

    /// <summary>Takes all resources of a type away; the resource of another type is to be named.</summary>
    public static Func<List<RecordedResource>, string> Drop(string type, string named, Func<RecordedResource, bool>? which = null) => resources =>
    {
        Assert.NotEqual(0, resources.RemoveAll(resource => resource.Type == type && which?.Invoke(resource) != false));
        return resources.First(resource => resource.Type == named).Urn;
    };

    /// <summary>Takes away that a resource depends on those of another type.</summary>
    public static Func<List<RecordedResource>, string> Forget(string type, string dependency) => resources =>
    {
        var index = resources.FindIndex(resource => resource.Type == type);
        var forgotten = resources.Where(resource => resource.Type == dependency).Select(resource => resource.Urn).ToHashSet();
        Assert.NotEmpty(resources[index].Dependencies.Intersect(forgotten));
        resources[index] = resources[index] with
        {
            Dependencies = [.. resources[index].Dependencies.Except(forgotten)],
            PropertyDependencies = resources[index].PropertyDependencies.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)[.. pair.Value.Except(forgotten)]),
        };
        return resources[index].Urn;
    };

    /// <summary>Adds a resource that the stack does not have, tagged as all of its are.</summary>
    public static Func<List<RecordedResource>, string> Add(string type, JsonObject inputs, string? dependsOn = null) => resources =>
    {
        inputs["tags"] = JsonNode.Parse(resources.First(resource => resource.Type == "aws:kms/key:Key").Inputs.Fields["tags"].ToString());
        var properties = Struct.Parser.ParseJson(inputs.ToJsonString());
        var added = new RecordedResource
        {
            Urn = $"urn:pulumi:{resources[0].Urn.Split(':')[2]}::room-type::{type}::added",
            Type = type,
            Name = "added",
            Custom = true,
            Parent = resources[0].Urn,
            Inputs = properties,
            Outputs = properties,
            Dependencies = dependsOn is null ? [] : [resources.First(resource => resource.Type == dependsOn).Urn],
        };
        resources.Add(added);
        return added.Urn;
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Rule}: {What} ({Stack} on {Backend})";
}
