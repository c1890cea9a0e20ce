using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Http;

namespace RoomTypes.Reporting;

/// <summary>What an experiment came to, as AWS AppConfig's StopExperimentRun takes it.</summary>
/// <param name="ExecutiveSummary">The verdict.</param>
/// <param name="ReasonsToLaunch">What is surely better, and guardrails that hold; a sentence each.</param>
/// <param name="ReasonsNotToLaunch">What is surely worse, and guardrails that do not hold.</param>
internal sealed record StopResult(string ExecutiveSummary, string ReasonsToLaunch, string ReasonsNotToLaunch)
{
    private const double Alpha = 0.05;

    /// <summary>The most characters of each text (AWS AppConfig API reference, ExperimentRunResult).</summary>
    private const int Longest = 1_024;

    /// <summary>About the variation of the verdict, or all of them if it names none.</summary>
    public static StopResult Of(ExperimentResults results)
    {
        var (forIt, against) = (new List<string>(), new List<string>());
        foreach (var metric in results.Metrics)
        {
            foreach (var comparison in metric.Comparisons.Where(comparison => results.VerdictVariation is null || comparison.Variation == results.VerdictVariation))
            {
                if (metric.WorstChange is not null) (comparison.Guardrail == "holds" ? forIt : against).Add(OfGuardrail(metric, comparison));
                else if (comparison.AnytimeValid.AdjustedPValue <= Alpha) (IsBetter(metric, comparison) ? forIt : against).Add(OfDifference(metric, comparison));
            }
        }

        return new(Joined([results.Summary]), Joined(forIt), Joined(against));
    }

    /// <summary>As many whole sentences as there is room for, and how many there are more.</summary>
    private static string Joined(List<string> sentences)
    {
        for (var told = sentences.Count; ; told--)
        {
            var text = string.Join(" ", [.. sentences.Take(told), .. told < sentences.Count ? [$"And {sentences.Count - told} more."] : Array.Empty<string>()]);
            if (text.Length <= Longest) return text;
            if (told <= 1) return sentences[0].Length <= Longest ? sentences[0] : $"{sentences[0][..(Longest - 1)]}…";
        }
    }

    /// <summary>As JSON, with AWS's names.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json.StopResult);

    private static StopResultJson Json { get; } = new(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static bool IsBetter(MetricResult metric, ComparisonResult comparison) => comparison.Difference > 0 == metric.HigherIsBetter;

    private static string OfDifference(MetricResult metric, ComparisonResult comparison) =>
        $"{metric.Name} of '{comparison.Variation}' differs from the control by {Numbers.Range(metric, comparison.AnytimeValid.Interval)}{(metric.IsShare ? " points" : "")} ({(IsBetter(metric, comparison) ? "better" : "worse")}).";

    private static string OfGuardrail(MetricResult metric, ComparisonResult comparison)
    {
        var change = comparison.RelativeInterval is { } interval ? $"changes by {Numbers.Percent(interval.Lower)} to {Numbers.Percent(interval.Upper)}" : "has too few values";
        return $"{metric.Name} of '{comparison.Variation}' {change}; {Numbers.Percent(metric.WorstChange!.Value).TrimStart('+')} worse is tolerated ({comparison.Guardrail}).";
    }
}

/// <summary>Writes it without reflection.</summary>
[JsonSerializable(typeof(StopResult))]
internal sealed partial class StopResultJson : JsonSerializerContext;
