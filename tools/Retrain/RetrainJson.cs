using System.Text.Json;
using RoomTypes.Evaluate;

namespace RoomTypes.Retrain;

/// <summary>The outcome for programs.</summary>
internal static class RetrainJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true };

    /// <summary>Writes one JSON object; ratios without an example are null.</summary>
    public static void Write(RetrainOutcome outcome, Stream output)
    {
        var (gathered, result) = (outcome.Gathered, outcome.Result);
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("model", outcome.Model);
        json.WriteString("parent", outcome.Parent);
        json.WriteNumber("examples", gathered.Examples.Count);
        json.WriteNumber("homes", gathered.Examples.Select(example => example.Group).Distinct().Count());
        json.WriteNumber("corrected", gathered.Corrected);
        json.WriteNumber("leftOut", gathered.LeftOut);
        json.WriteString("centre", result.Chosen.IsAroundParent ? "parent" : "zero");
        json.WriteNumber("penalty", result.Chosen.Penalty);
        json.WriteNumber("temperature", Math.Round(result.Temperature, 4));
        json.WriteStartArray("trials");
        foreach (var trial in result.Trials)
        {
            json.WriteStartObject();
            json.WriteString("centre", trial.IsAroundParent ? "parent" : "zero");
            json.WriteNumber("penalty", trial.Penalty);
            WriteRatio(json, "loss", trial.Loss);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "heldOut", outcome.After, outcome.Labels);
        Write(json, "heldOutOfParent", outcome.Before, outcome.Labels);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Scores scores, IReadOnlyList<string> labels)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", scores.Count);
        WriteRatio(json, "accuracy", scores.Accuracy);
        WriteRatio(json, "expectedCalibrationError", scores.CalibrationError);
        WriteRatio(json, "negativeLogLikelihood", scores.NegativeLogLikelihood);
        json.WriteStartObject("recall");
        for (var i = 0; i < labels.Count; i++) WriteRatio(json, labels[i], scores.Recall(i));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRatio(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, Math.Round(value, 4));
        else json.WriteNull(name);
    }
}
