using System.Globalization;
using RoomTypes.Events;
using RoomTypes.Statistics;
using RoomTypes.Statistics.Analysis;

namespace RoomTypes.Experiments.Results;

/// <summary>Reads what a shadow said beside what was answered, and compares: the same pictures, so that what differs between pictures does not count.</summary>
internal static class ShadowReader
{
    /// <summary>Pairs decide at some hundred entities: the intervals are narrowest there.</summary>
    private static readonly AnalysisSettings Settings = new() { Tuning = 500 };

    public static async Task<ShadowOutcome> ReadAsync(IEventStore store, Shadow shadow, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<(string, string), PairSums>();
        await foreach (var totals in store.ReadShadowTotalsAsync(shadow.Name, from, until, cancellationToken))
        {
            var key = (totals.Model, totals.Answered);
            if (!sums.TryGetValue(key, out var own)) sums[key] = own = new(totals.Model, totals.Answered);
            own.Add(totals);
        }

        return new(shadow, from, until, [.. sums.Values.OrderByDescending(own => own.Predictions).ThenBy(own => own.Answered, StringComparer.Ordinal).Select(own => own.Compare(sums.Count))]);
    }

    /// <summary>What the entities that two models saw come to.</summary>
    private sealed class PairSums(string model, string answered)
    {
        private readonly EntityMoments _disagreement = new(), _confidence = new(), _milliseconds = new(), _accuracy = new();
        private PairedSum _confidences, _times;
        private long _entities, _disagreements, _judged, _right, _answeredRight, _bothRight, _deciding, _decidingForShadow;

        public string Answered => answered;

        public long Predictions { get; private set; }

        public void Add(in ShadowTotals totals)
        {
            _entities++;
            Predictions += totals.Predictions;
            _disagreements += totals.Disagreements;
            Add(_confidence, ref _confidences, totals.Confidence, totals.Predictions);
            Add(_milliseconds, ref _times, totals.Milliseconds, totals.Predictions);
            _disagreement.Add(totals.Disagreements, totals.Predictions, 0, 0, totals.Predictions, totals.Disagreements);
            var alone = totals.Right + totals.AnsweredRight - (2 * totals.BothRight);
            _accuracy.Add(totals.Right - totals.AnsweredRight, totals.Judged, 0, 0, totals.Judged, alone);
            _judged += totals.Judged;
            _right += totals.Right;
            _answeredRight += totals.AnsweredRight;
            _bothRight += totals.BothRight;
            if (totals.FirstIsShadows is not { } isShadows) return;
            _deciding++;
            _decidingForShadow += isShadows ? 1 : 0;
        }

        /// <summary>Every pair of models at its part of alpha.</summary>
        public ShadowPair Compare(int pairs)
        {
            var alpha = Settings.Alpha / pairs;
            var correctness = new PairedCorrectness(
                _judged, _bothRight, _right - _bothRight, _answeredRight - _bothRight, _deciding, _decidingForShadow,
                McNemar.Share(_decidingForShadow, _deciding - _decidingForShadow, alpha),
                Math.Min(1, pairs * McNemar.SequentialPValue(_decidingForShadow, _deciding - _decidingForShadow)),
                Math.Min(1, pairs * McNemar.FixedHorizonPValue(_decidingForShadow, _deciding - _decidingForShadow)));
            return new(
                model, answered, Predictions, _entities,
                Difference(_disagreement, _disagreements, 0, Predictions, alpha),
                Difference(_confidence, _confidences.Shadow, _confidences.Answered, Predictions, alpha),
                Difference(_milliseconds, _times.Shadow, _times.Answered, Predictions, alpha),
                Difference(_accuracy, _right, _answeredRight, _judged, alpha),
                correctness,
                Judge(correctness));
        }

        private static void Add(EntityMoments moments, ref PairedSum all, in PairedSum own, long predictions)
        {
            all = new(all.Shadow + own.Shadow, all.Answered + own.Answered, 0);
            moments.Add(own.Shadow - own.Answered, predictions, 0, 0, predictions, own.Squares);
        }

        private static PairedDifference Difference(EntityMoments moments, double shadow, double answered, long predictions, double alpha)
        {
            var difference = Estimate.OfRatio(moments);
            var isEnough = moments.Effective >= Settings.MinimumEntities && moments.NonZero >= Settings.MinimumDistinct && difference.IsKnown;
            return new(
                shadow / predictions, answered / predictions,
                isEnough ? new AnytimeValid(alpha, Settings.Tuning).Interval(difference) : new(double.NaN, double.NaN));
        }

        /// <summary>Feedback that only ever corrects says nothing of answers that were right: the shadow could only win.</summary>
        private Verdict Judge(PairedCorrectness pair)
        {
            if (pair.Judged == 0) return NotYet($"'{model}' differs from '{answered}' in {Count(_disagreements)} of {Count(Predictions)} predictions; without feedback nobody knows which is right.");
            if (pair.Confirmed < Settings.MinimumDistinct && pair.Judged >= Settings.MinimumDistinct)
                return NotYet($"only {Count(pair.Confirmed)} of {Count(pair.Judged)} pieces of feedback say that the answer was right; at least {Count(Settings.MinimumDistinct)} are needed. Send feedback on right answers as on wrong ones: where only wrong ones are corrected, '{model}' can only win.");
            var lost = pair.Deciding - pair.DecidingForShadow;
            if (pair.AnytimeValidPValue > Settings.Alpha)
                return NotYet($"where exactly one is right, that is '{model}' for {Count(pair.DecidingForShadow)} entities and '{answered}' for {Count(lost)}.");
            var isBetter = pair.DecidingForShadow > lost;
            return new(
                isBetter ? VerdictKind.Better : VerdictKind.Worse, model,
                $"'{model}' is {(isBetter ? "better" : "worse")}: where exactly one is right, that is '{model}' for {Count(pair.DecidingForShadow)} entities and '{answered}' for {Count(lost)} ({Percent(pair.Share.Lower)} to {Percent(pair.Share.Upper)}); safe to stop.");
        }

        private static Verdict NotYet(string text) => new(VerdictKind.NotYet, null, $"Not yet: {text}");

        private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

        private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";
    }
}
