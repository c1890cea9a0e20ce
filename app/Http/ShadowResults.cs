using RoomTypes.Experiments.Results;

namespace RoomTypes.Http;

/// <summary>How a model that sees the same pictures compares with what was answered.</summary>
/// <param name="Name">The shadow.</param>
/// <param name="Pairs">One for every two models that saw the same pictures, those with most predictions first.</param>
public sealed record ShadowResults(string Name, IReadOnlyList<ShadowPairResult> Pairs)
{
    internal static ShadowResults Of(ShadowOutcome outcome) => new(outcome.Shadow.Name, [.. outcome.Pairs.Select(ShadowPairResult.Of)]);
}

/// <summary>Two models on the same pictures. Numbers that nothing is known of are absent.</summary>
/// <param name="Model">The shadow's, name@version.</param>
/// <param name="Answered">The one that answered.</param>
/// <param name="Verdict">not-yet, better or worse, of the shadow's model.</param>
/// <param name="Summary">The same in words.</param>
/// <param name="Predictions">How many predictions of both there are.</param>
/// <param name="Entities">How many entities those are of; requests without one count as one each.</param>
/// <param name="Disagreement">The share of predictions whose labels differ, 0 to 1.</param>
/// <param name="DisagreementInterval">Its anytime-valid interval.</param>
/// <param name="Confidence">The mean probability of the label.</param>
/// <param name="Milliseconds">The mean time in the model for a room's pictures.</param>
/// <param name="Accuracy">The share of predictions with feedback that are right.</param>
/// <param name="Correctness">Which of the two is right where feedback says; decides.</param>
public sealed record ShadowPairResult(
    string Model,
    string Answered,
    string Verdict,
    string Summary,
    long Predictions,
    long Entities,
    double? Disagreement,
    IntervalResult? DisagreementInterval,
    PairedResult Confidence,
    PairedResult Milliseconds,
    PairedResult Accuracy,
    CorrectnessResult Correctness)
{
    internal static ShadowPairResult Of(ShadowPair pair) => new(
        pair.Model, pair.Answered, ExperimentResults.Name(pair.Verdict.Kind), pair.Verdict.Text, pair.Predictions, pair.Entities,
        ExperimentResults.Finite(pair.Disagreement.Shadow), IntervalResult.Of(pair.Disagreement.Interval),
        PairedResult.Of(pair.Confidence), PairedResult.Of(pair.Milliseconds), PairedResult.Of(pair.Accuracy), CorrectnessResult.Of(pair.Correctness));
}

/// <summary>A number of both models on the same predictions.</summary>
/// <param name="Shadow">The shadow's.</param>
/// <param name="Answered">The answers'.</param>
/// <param name="Difference">How much the shadow's is above.</param>
/// <param name="Interval">The anytime-valid interval of that.</param>
public sealed record PairedResult(double? Shadow, double? Answered, double? Difference, IntervalResult? Interval)
{
    internal static PairedResult Of(PairedDifference pair) => new(
        ExperimentResults.Finite(pair.Shadow), ExperimentResults.Finite(pair.Answered), ExperimentResults.Finite(pair.Shadow - pair.Answered), IntervalResult.Of(pair.Interval));
}

/// <summary>Which of two models is right.</summary>
/// <param name="Judged">Predictions with feedback.</param>
/// <param name="BothRight">Of these, how many both models have right.</param>
/// <param name="ShadowRight">How many only the shadow has right.</param>
/// <param name="AnsweredRight">How many only the answer had right.</param>
/// <param name="DecidingEntities">Entities with a prediction that exactly one of the two has right; the first one of each counts.</param>
/// <param name="DecidingForShadow">How many of them are for the shadow.</param>
/// <param name="ShareForShadow">The anytime-valid interval of their share.</param>
/// <param name="AnytimeValidPValue">Of the sequential McNemar test, adjusted for the pairs of models; decides.</param>
/// <param name="FixedHorizonPValue">Of the exact McNemar test, valid for one look.</param>
public sealed record CorrectnessResult(
    long Judged, long BothRight, long ShadowRight, long AnsweredRight, long DecidingEntities, long DecidingForShadow, IntervalResult? ShareForShadow, double AnytimeValidPValue, double FixedHorizonPValue)
{
    internal static CorrectnessResult Of(PairedCorrectness pair) => new(
        pair.Judged, pair.BothRight, pair.ShadowRight, pair.AnsweredRight, pair.Deciding, pair.DecidingForShadow, IntervalResult.Of(pair.Share), pair.AnytimeValidPValue, pair.FixedHorizonPValue);
}
