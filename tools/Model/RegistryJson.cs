using System.Text.Encodings.Web;
using System.Text.Json;
using RoomTypes.Models;

namespace RoomTypes.ModelTool;

/// <summary>The registry for programs.</summary>
internal static class RegistryJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes what is made of one JSON object to the standard output.</summary>
    public static void Print(Action<Utf8JsonWriter> write)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, Indented))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>All versions.</summary>
    public static void Write(Utf8JsonWriter json, ModelRegistry registry)
    {
        json.WriteStartArray("models");
        foreach (var model in registry.Models)
        {
            json.WriteStartObject();
            Write(json, registry, model);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The members of a version.</summary>
    public static void Write(Utf8JsonWriter json, ModelRegistry registry, RegisteredModel model)
    {
        json.WriteString("model", model.Reference.ToString());
        json.WriteString("stage", model.Stage);
        Write(json, "aliases", registry.AliasesOf(model));
        json.WriteString("precision", model.Precision);
        json.WriteString("sha256", model.Sha256);
        json.WriteString("manifestSha256", model.ManifestSha256);
        json.WriteString("cardSha256", model.CardSha256);
        json.WriteBoolean("signed", model.Signature is not null);
        if (model.RegisteredAt is { } time) json.WriteString("registered", time);
        Write(json, "labels", model.Labels);
        Write(json, model.Lineage);
        json.WriteStartObject("metrics");
        foreach (var (dataSet, metrics) in model.Metrics)
        {
            json.WriteStartObject(dataSet);
            foreach (var (name, value) in metrics) json.WriteNumber(name, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("approvals");
        foreach (var approval in model.Approvals) Write(json, approval);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ModelLineage lineage)
    {
        json.WriteStartObject("lineage");
        foreach (var (name, value) in LineageRows.Of(lineage)) json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ModelApproval approval)
    {
        json.WriteStartObject();
        json.WriteString("time", approval.Time);
        json.WriteString("by", approval.By);
        json.WriteString("action", approval.Action);
        json.WriteString("reason", approval.Reason);
        json.WriteBoolean("override", approval.Override);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
