using System.Text.Json;
using RoomTypes.Models;

namespace RoomTypes.Evaluate.Gates;

/// <summary>What the pipeline that trained a version answers for some pictures.</summary>
internal sealed class GoldenAnswers
{
    private readonly Dictionary<string, double[]> _answers;

    private GoldenAnswers(Dictionary<string, double[]> answers, double tolerance) => (_answers, Tolerance) = (answers, tolerance);

    /// <summary>By how much a probability may differ.</summary>
    public double Tolerance { get; }

    /// <summary>Reads a version's; null if the file has none of it.</summary>
    /// <exception cref="EvaluationException">The file is missing, or no such file.</exception>
    public static GoldenAnswers? Read(string file, ModelReference model)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (!document.RootElement.GetProperty("probabilities").TryGetProperty(model.Version!, out var pictures)) return null;
            var answers = pictures.EnumerateObject().ToDictionary(picture => picture.Name, picture => picture.Value.EnumerateArray().Select(value => value.GetDouble()).ToArray());
            return new(answers, document.RootElement.GetProperty("toleranceScaled").GetProperty(model.Version!).GetDouble());
        }
        catch (Exception exception) when (exception is IOException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new EvaluationException($"The golden answers cannot be read from '{file}': {exception.Message}");
        }
    }

    /// <summary>Whether it has a picture, by its name.</summary>
    public bool Has(string picture) => _answers.ContainsKey(Path.GetFileName(picture));

    /// <summary>The largest difference of a probability; infinite where there is no answer.</summary>
    public double Difference(string picture, float[] probabilities)
    {
        var golden = _answers[Path.GetFileName(picture)];
        return golden.Length == probabilities.Length ? golden.Zip(probabilities).Max(pair => Math.Abs(pair.First - pair.Second)) : double.PositiveInfinity;
    }
}
