using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RoomTypes.Evaluate.Gates;

/// <summary>A limit and what was measured.</summary>
/// <param name="Name">What is limited.</param>
/// <param name="DataSet">On which pictures; null where on none.</param>
/// <param name="Measured">The value.</param>
/// <param name="Limit">What it may be.</param>
/// <param name="IsLeast">Whether the limit is the least, else the most.</param>
public sealed record Gate(string Name, string? DataSet, double Measured, double Limit, bool IsLeast)
{
    /// <summary>Whether it holds; what could not be measured does not.</summary>
    public bool Passed => IsLeast ? Measured >= Limit : Measured <= Limit;

    /// <summary>By how much it does not hold, over 0; 0 where it does, NaN where nothing could be measured.</summary>
    public double Missed => Passed ? 0 : Math.Abs(Measured - Limit);
}

/// <summary>What a version did at the gates.</summary>
/// <param name="Model">name@version.</param>
/// <param name="Champion">The version in production; null if there was none.</param>
/// <param name="Time">When it was measured.</param>
/// <param name="Gates">Every limit.</param>
/// <param name="Metrics">What it did on each data set.</param>
public sealed record GateReport(
    string Model, string? Champion, DateTimeOffset Time, IReadOnlyList<Gate> Gates, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Metrics)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Those that do not hold.</summary>
    public IReadOnlyList<Gate> Failed { get; } = [.. Gates.Where(gate => !gate.Passed)];

    /// <summary>For people.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {Model} at the gates: {(Failed.Count == 0 ? "passed" : $"{Failed.Count} of {Gates.Count} failed")}");
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Measured {Time:u}; the champion is {Champion ?? "none"}.").AppendLine();
        text.AppendLine("| gate | data set | measured | limit | |").AppendLine("|---|---|---|---|---|");
        foreach (var gate in Gates)
        {
            var outcome = gate.Passed ? "passed" : double.IsNaN(gate.Missed) ? "**failed**: not measured" : $"**failed** by {Number(gate.Missed)}";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {gate.Name} | {gate.DataSet ?? ""} | {Number(gate.Measured)} | {(gate.IsLeast ? "at least" : "at most")} {Number(gate.Limit)} | {outcome} |");
        }

        return text.ToString();
    }

    /// <summary>For programs.</summary>
    public byte[] ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Indented))
        {
            json.WriteStartObject();
            json.WriteString("model", Model);
            json.WriteString("champion", Champion);
            json.WriteString("time", Time);
            json.WriteBoolean("passed", Failed.Count == 0);
            json.WriteStartArray("gates");
            foreach (var gate in Gates) Write(json, gate);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>A measured value to four significant digits.</summary>
    public static string Number(double value) => double.IsFinite(value) ? value.ToString("0.####", CultureInfo.InvariantCulture) : "-";

    private static void Write(Utf8JsonWriter json, Gate gate)
    {
        json.WriteStartObject();
        json.WriteString("gate", gate.Name);
        json.WriteString("dataSet", gate.DataSet);
        WriteNumber(json, "measured", gate.Measured);
        json.WriteNumber(gate.IsLeast ? "atLeast" : "atMost", gate.Limit);
        json.WriteBoolean("passed", gate.Passed);
        WriteNumber(json, "missedBy", gate.Missed);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, Math.Round(value, 6));
        else json.WriteNull(name);
    }
}
