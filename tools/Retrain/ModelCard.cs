using System.Globalization;
using RoomTypes.Learning.Embeddings;
using RoomTypes.Models;

namespace RoomTypes.Retrain;

/// <summary>What people should know of a version.</summary>
internal static class ModelCard
{
    /// <summary>Writes it, in Markdown.</summary>
    public static string Of(RetrainOutcome outcome, ModelManifest parent)
    {
        var (gathered, result) = (outcome.Gathered, outcome.Result);
        var homes = gathered.Examples.Select(example => example.Group).Distinct().Count();
        return $"""
            # {outcome.Model.Replace("@", " ", StringComparison.Ordinal)}: {outcome.Parent} with a new head

            {outcome.Parent} with the weights and the bias of its last layer fitted anew; its card says what else is true of it. Input, outputs and labels
            ({string.Join(", ", outcome.Labels)}) are the same, as is every byte of the network before the head ({parent.Precision}).

            ## Metrics
            On {result.HeldOut.Count} examples of homes that were held out; what the parent has on the same ones is beside it. They are of what was learnt from, and no
            fair sample of what robots meet where that is feedback.

            | | {outcome.Parent} | {outcome.Model} |
            |---|---|---|
            | accuracy | {Ratio(outcome.Before.Accuracy)} | {Ratio(outcome.After.Accuracy)} |
            | expected calibration error | {Ratio(outcome.Before.CalibrationError)} | {Ratio(outcome.After.CalibrationError)} |
            | negative log likelihood | {Ratio(outcome.Before.NegativeLogLikelihood)} | {Ratio(outcome.After.NegativeLogLikelihood)} |
            {string.Join('\n', outcome.Labels.Select((label, i) => $"| recall of {label} | {Ratio(outcome.Before.Recall(i))} | {Ratio(outcome.After.Recall(i))} |"))}

            ## Data
            {gathered.Examples.Count} embeddings of {homes} homes: {string.Join(", ", Enum.GetValues<Origin>().Select(origin => (origin, Count: gathered.Examples.Count(example => example.Origin == origin))).Where(part => part.Count > 0).Select(part => $"{part.Count} of {Name(part.origin)}"))}.
            {gathered.Corrected} of the feedback call the answer wrong.

            ## Limits
            Those of {outcome.Parent}. What the data do not show is as the parent had it where the fit was drawn to the parent ({(result.Chosen.IsAroundParent ? "it was" : "it was not")}),
            and is otherwise known by what was kept alone. Calibration: {(result.Temperature == 1 ? "none, for want of a fair sample; confidences are to be compared with the parent's before they are relied on" : $"temperature {Ratio(result.Temperature)}, folded into the head")}.

            ## Lineage
            manifest.json names the parent, the digests of the data, the parameters and the revision of the code.

            """;
    }

    private static string Name(Origin origin) => origin switch
    {
        Origin.Feedback => "feedback",
        Origin.Pictures => "labelled pictures",
        _ => "what is kept",
    };

    private static string Ratio(double value) => double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "-";
}
