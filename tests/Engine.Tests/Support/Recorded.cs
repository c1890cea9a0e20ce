using System.Text.Json;
using System.Text.Json.Nodes;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Support;

/// <summary>What the real engine did between two states; tests/Fixtures/transitions/README.md says how it was recorded.</summary>
internal sealed class Recorded
{
    private readonly JsonElement _file;
    private readonly string[] _urns;

    private Recorded(string environment)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "transitions", $"{environment}.json")));
        _file = document.RootElement.Clone();
        var prefix = _file.GetProperty("prefix").GetString();
        _urns = [.. _file.GetProperty("urns").EnumerateArray().Select(urn => prefix + urn.GetString())];
    }

    /// <summary>The backends that there were then.</summary>
    public static readonly string[] Backends = ["lambda", "fargate", "eks"];

    /// <summary>What was recorded of an environment.</summary>
    public static Recorded Of(string environment) => new(environment);

    /// <summary>The state on a backend.</summary>
    public StackState State(string backend)
    {
        var all = _file.GetProperty("resources");
        var resources = _file.GetProperty("states").GetProperty(backend).EnumerateArray().Select(index => Export(all[index.GetInt32()]));
        using var export = JsonDocument.Parse(new JsonObject { ["deployment"] = new JsonObject { ["resources"] = new JsonArray([.. resources]) } }.ToJsonString());
        return StateFile.Read(export.RootElement);
    }

    /// <summary>What the preview decided: operation, URN, properties that force a new object.</summary>
    public IEnumerable<(string Op, string Urn, string Replace)> Steps(string from, string to) =>
        Switch(from, to).GetProperty("steps").EnumerateArray().Select(step => (
            step.GetProperty("op").GetString()!,
            Urn(step.GetProperty("urn")),
            string.Join(' ', Texts(step, "replace").Order())));

    /// <summary>What went wrong during the update.</summary>
    public IReadOnlyList<(string Op, string Urn)> Hazards(string from, string to) =>
        [.. Switch(from, to).GetProperty("hazards").EnumerateArray().Select(hazard => (hazard.GetProperty("op").GetString()!, Urn(hazard.GetProperty("urn"))))];

    private JsonElement Switch(string from, string to) => _file.GetProperty("switches").GetProperty($"{from}-{to}");

    private string Urn(JsonElement index) => _urns[index.GetInt32()];

    private static IEnumerable<string> Texts(JsonElement step, string name) => step.TryGetProperty(name, out var texts) ? texts.EnumerateArray().Select(text => text.GetString()!) : [];

    private JsonObject Export(JsonElement short_)
    {
        var resource = JsonObject.Create(short_)!;
        resource["urn"] = Urn(short_.GetProperty("urn"));
        resource["custom"] = short_.TryGetProperty("id", out _);
        if (short_.TryGetProperty("parent", out var parent))
            resource["parent"] = Urn(parent);
        if (short_.TryGetProperty("provider", out var provider))
            resource["provider"] = $"{Urn(provider)}::id";
        if (short_.TryGetProperty("dependencies", out var dependencies))
            resource["dependencies"] = Urns(dependencies);
        if (short_.TryGetProperty("propertyDependencies", out var properties))
            resource["propertyDependencies"] = new JsonObject(properties.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, (JsonNode?)Urns(property.Value))));
        return resource;
    }

    private JsonArray Urns(JsonElement indexes) => new([.. indexes.EnumerateArray().Select(index => JsonValue.Create(Urn(index)))]);
}
