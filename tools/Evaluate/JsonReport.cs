using System.Text.Json;

namespace RoomTypes.Evaluate;

/// <summary>The result for programs.</summary>
public static class JsonReport
{
    private static readonly JsonWriterOptions Options = new() { Indented = true };

    /// <summary>Writes one JSON object; ratios without a picture are null.</summary>
    public static void Write(EvaluationResult result, Stream output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("model", result.Model);
        json.WriteNumber("pictures", result.Scores.Count);
        WriteRatio(json, "accuracy", result.Scores.Accuracy);
        WriteRatio(json, "expectedCalibrationError", result.Scores.CalibrationError);
        WriteRatio(json, "negativeLogLikelihood", result.Scores.NegativeLogLikelihood);
        WriteRatio(json, "unknownShare", result.UnknownShare);
        WriteRatio(json, "unknownThreshold", result.UnknownThreshold);
        json.WriteNumber("picturesPerSecond", Math.Round(result.PicturesPerSecond, 1));
        WriteClasses(json, result);
        WriteConfusion(json, result);
        WriteReliability(json, result);
        WriteFailures(json, result);
        json.WriteEndObject();
    }

    private static void WriteClasses(Utf8JsonWriter json, EvaluationResult result)
    {
        json.WriteStartArray("classes");
        for (var i = 0; i < result.Labels.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("label", result.Labels[i]);
            json.WriteNumber("pictures", result.Scores.Confusion[i].Sum());
            WriteRatio(json, "precision", result.Scores.Precision(i));
            WriteRatio(json, "recall", result.Scores.Recall(i));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteConfusion(Utf8JsonWriter json, EvaluationResult result)
    {
        json.WriteStartObject("confusion");
        for (var row = 0; row < result.Labels.Count; row++)
        {
            json.WriteStartObject(result.Labels[row]);
            for (var column = 0; column < result.Labels.Count; column++) json.WriteNumber(result.Labels[column], result.Scores.Confusion[row][column]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteReliability(Utf8JsonWriter json, EvaluationResult result)
    {
        json.WriteStartArray("reliability");
        foreach (var (pictures, confidence, accuracy) in result.Scores.Reliability)
        {
            json.WriteStartObject();
            json.WriteNumber("pictures", pictures);
            WriteRatio(json, "confidence", confidence);
            WriteRatio(json, "accuracy", accuracy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFailures(Utf8JsonWriter json, EvaluationResult result)
    {
        json.WriteStartArray("failures");
        foreach (var failure in result.Failures)
        {
            json.WriteStartObject();
            json.WriteString("file", failure.File);
            json.WriteString("code", failure.Code);
            json.WriteString("message", failure.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRatio(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, Math.Round(value, 4));
        else json.WriteNull(name);
    }
}
