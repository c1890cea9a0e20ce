using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RoomTypes.Models;

/// <summary>registry.json as it is changed: what is not known here stays as it is.</summary>
public sealed class RegistryDocument
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    private readonly JsonObject _json;
    private readonly string _name;

    private RegistryDocument(JsonObject json, string name) => (_json, _name) = (json, name);

    /// <summary>What it says now.</summary>
    /// <exception cref="ModelUnavailableException">It is no registry.</exception>
    public ModelRegistry Registry => ModelDocument.Read(ToBytes(), _name, ModelRegistry.Read);

    private JsonArray Models => _json["models"]!.AsArray();

    /// <summary>Reads one.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="ModelUnavailableException">It is no registry.</exception>
    public static RegistryDocument Read(byte[] json, string name)
    {
        _ = ModelDocument.Read(json, name, ModelRegistry.Read);
        return new(JsonNode.Parse(json)!.AsObject(), name);
    }

    /// <summary>One without models.</summary>
    /// <param name="name">Its name, for messages.</param>
    public static RegistryDocument Empty(string name) => new(new JsonObject { ["models"] = new JsonArray() }, name);

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Indented)) _json.WriteTo(writer);
        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    /// <summary>Checks the whole before it is written.</summary>
    /// <exception cref="RegistryException">It would be no registry.</exception>
    internal void Verify()
    {
        try
        {
            RegistryRules.Verify(Registry);
        }
        catch (Exception exception) when (exception is JsonException or ModelUnavailableException)
        {
            throw new RegistryException(RegistryFault.Invalid, $"The registry would be broken: {exception.Message}", exception);
        }
    }

    internal void Add(JsonObject entry) => Models.Add((JsonNode)entry);

    internal void Set(RegisteredModel model, string member, string value) => Entry(model)[member] = value;

    /// <summary>Sets or takes away a text of an object of texts.</summary>
    internal void Set(RegisteredModel model, string member, string key, string? value) => Set(Entry(model), member, key, value);

    /// <summary>Sets a text of what is said of a name.</summary>
    internal void SetName(string name, string member, string value) => Name(name)[member] = value;

    /// <summary>Sets or takes away a text of an object of texts of a name.</summary>
    internal void SetName(string name, string member, string key, string? value) => Set(Name(name), member, key, value);

    /// <summary>Lets an alias stand for a version; null takes it away.</summary>
    internal void SetAlias(string name, string alias, string? version)
    {
        if (_json["aliases"] is not JsonObject) _json["aliases"] = new JsonObject();
        Set(_json["aliases"]!.AsObject(), name, alias, version);
    }

    /// <summary>Puts the metrics of a data set in the place of those that are there.</summary>
    internal void SetMetrics(RegisteredModel model, string dataSet, IReadOnlyDictionary<string, double> metrics) =>
        Entry(model)["metrics"]![dataSet] = new JsonObject(metrics.Select(metric => KeyValuePair.Create(metric.Key, (JsonNode?)metric.Value)));

    internal void Approve(RegisteredModel model, ModelApproval approval)
    {
        var entry = Entry(model);
        if (entry["approvals"] is not JsonArray) entry["approvals"] = new JsonArray();
        var json = new JsonObject { ["time"] = Text(approval.Time), ["by"] = approval.By, ["action"] = approval.Action };
        if (approval.Reason is not null) json["reason"] = approval.Reason;
        if (approval.Override) json["override"] = true;
        entry["approvals"]!.AsArray().Add((JsonNode)json);
    }

    internal static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static void Set(JsonObject holder, string member, string key, string? value)
    {
        if (holder[member] is not JsonObject) holder[member] = new JsonObject();
        var texts = holder[member]!.AsObject();
        if (value is null) texts.Remove(key);
        else texts[key] = value;
    }

    private JsonObject Name(string name)
    {
        if (_json["names"] is not JsonObject) _json["names"] = new JsonObject();
        var names = _json["names"]!.AsObject();
        if (names[name] is not JsonObject) names[name] = new JsonObject();
        return names[name]!.AsObject();
    }

    private JsonObject Entry(RegisteredModel model) =>
        Models.Single(entry => (string?)entry!["name"] == model.Name && (string?)entry["version"] == model.Version)!.AsObject();
}
