using RoomTypes.Statistics;
using RoomTypes.Statistics.Analysis;

namespace RoomTypes.Experiments.Results;

/// <summary>How a shadow compares so far with what was answered.</summary>
/// <param name="Shadow">Its plan.</param>
/// <param name="From">Predictions from here on count.</param>
/// <param name="Until">Predictions from here on do not.</param>
/// <param name="Pairs">One for every two models that saw the same pictures, those with most predictions first.</param>
public sealed record ShadowOutcome(Shadow Shadow, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<ShadowPair> Pairs);

/// <summary>Two models that saw the same pictures.</summary>
/// <param name="Model">The shadow's, name@version.</param>
/// <param name="Answered">The one that answered.</param>
/// <param name="Predictions">How many predictions of both there are.</param>
/// <param name="Entities">How many entities those are of; requests without one count as one each.</param>
/// <param name="Disagreement">The share of predictions whose labels differ.</param>
/// <param name="Confidence">The mean probability of the label.</param>
/// <param name="Milliseconds">The mean time in the model for a room's pictures.</param>
/// <param name="Accuracy">The share of predictions with feedback that are right.</param>
/// <param name="Correctness">Which of the two is right where feedback says.</param>
/// <param name="Verdict">What it comes to: better, worse or not yet, of the shadow's model.</param>
public sealed record ShadowPair(
    string Model,
    string Answered,
    long Predictions,
    long Entities,
    PairedDifference Disagreement,
    PairedDifference Confidence,
    PairedDifference Milliseconds,
    PairedDifference Accuracy,
    PairedCorrectness Correctness,
    Verdict Verdict);

/// <summary>A number of both models on the same predictions.</summary>
/// <param name="Shadow">The shadow's.</param>
/// <param name="Answered">The answers'.</param>
/// <param name="Interval">Of how much the shadow's is above, anytime-valid with entities, not predictions, as the unit; NaN while there is too little to tell.</param>
public sealed record PairedDifference(double Shadow, double Answered, Interval Interval);

/// <summary>Which of two models is right.</summary>
/// <param name="Judged">Predictions with feedback.</param>
/// <param name="BothRight">Of these, how many both models have right.</param>
/// <param name="ShadowRight">How many only the shadow has right.</param>
/// <param name="AnsweredRight">How many only the answer had right.</param>
/// <param name="Deciding">Entities with a prediction that exactly one of the two has right; the first one of each counts.</param>
/// <param name="DecidingForShadow">How many of them are for the shadow.</param>
/// <param name="Share">The anytime-valid interval of their share.</param>
/// <param name="AnytimeValidPValue">Of the sequential McNemar test, adjusted for the number of pairs of models.</param>
/// <param name="FixedHorizonPValue">Of the exact McNemar test, valid for one look; adjusted likewise.</param>
public sealed record PairedCorrectness(
    long Judged, long BothRight, long ShadowRight, long AnsweredRight, long Deciding, long DecidingForShadow, Interval Share, double AnytimeValidPValue, double FixedHorizonPValue)
{
    /// <summary>Predictions that feedback called right.</summary>
    public long Confirmed => BothRight + AnsweredRight;
}
