using MathNet.Numerics.Statistics;
using RoomTypes.Learning.Embeddings;

namespace RoomTypes.Learning.Heads;

/// <summary>Fits a new head for a model from embeddings whose labels are known.</summary>
/// <param name="parent">The model's own head.</param>
/// <param name="examples">In an order that stays: the result depends on it to the last bit.</param>
/// <param name="seed">Of the parts that examples are dealt into.</param>
public sealed class Retraining(Head parent, IReadOnlyList<Example> examples, int seed)
{
    /// <summary>Fewer tell nothing.</summary>
    public const int FewestExamples = 10;

    /// <summary>Groups of which one part each is held out, fitted and chosen by.</summary>
    public const int FewestGroups = 3;

    private const int MostFolds = 5;
    private const double HeldOutShare = 0.2;

    // Choosing needs no last digits.
    private const double RoughTolerance = 1e-3;
    private const int RoughSteps = 25;
    private const double FineTolerance = 1e-5;
    private const int FineSteps = 200;

    // Great ones first: each fit begins where the one before ended.
    private static readonly double[] Penalties = [1, 0.1, 0.01, 0.001, 0.0001];

    /// <summary>Fits, chooses and calibrates.</summary>
    /// <param name="progress">Told what share of the work is done, 0 to 1.</param>
    /// <exception cref="LearningException">There is too little to learn from, or nothing better than the parent was found.</exception>
    public RetrainedHead Run(Action<double> progress)
    {
        Verify();
        var parts = Folds.Of(examples, [1 - HeldOutShare, HeldOutShare], seed);
        var fitted = examples.Where((_, i) => parts[i] == 0).ToArray();
        var heldOut = examples.Where((_, i) => parts[i] == 1).ToArray();
        var trials = Trials(fitted, progress);
        var own = Mean(Balance.Of(fitted), [.. fitted.Select(example => Loss(parent, example))]);
        var least = trials.MinBy(trial => trial.Loss)!;
        if (least.Loss >= own)
            throw new LearningException($"Nothing better than the model's own head was found: {least.Loss:0.0000} nats on homes that were left out against its {own:0.0000}. Collect more feedback, or from more homes.");
        // The one that changes least among those that are as good as the best for all that can be told (Hastie et al., The Elements of Statistical
        // Learning, 7.10: the rule of one standard error).
        var best = trials.First(trial => trial.Loss <= Math.Min(own, least.Loss + least.Error));
        var head = HeadFitter.Fit(fitted, Centre(best.IsAroundParent), best.Penalty, parent, FineTolerance, FineSteps);
        var temperature = Calibration.Temperature(best.Calibrating);
        progress(1);
        return new(head.Times(1 / temperature), temperature, best, trials, own, fitted, heldOut);
    }

    private static double Mean(double[] weights, double[] losses) => weights.Zip(losses, (weight, loss) => weight * loss).Sum() / weights.Sum();

    private static double Loss(Head head, Example example)
    {
        Span<double> logits = stackalloc double[head.Labels];
        head.Logits(example.Vector, logits);
        return Softmax.Loss(logits, example.Label);
    }

    private void Verify()
    {
        if (examples.Count < FewestExamples) throw new LearningException($"There are {examples.Count} examples; {FewestExamples} or more are needed.");
        var groups = examples.Select(example => example.Group).Distinct().Count();
        if (groups < FewestGroups)
            throw new LearningException($"The examples are of {groups} homes; {FewestGroups} or more are needed, so that some can be left out to measure on. Feedback tells homes apart by its predictions' entityId.");
        if (examples.FirstOrDefault(example => example.Vector.Length != parent.Channels) is { } odd)
            throw new LearningException($"An embedding has {odd.Vector.Length} numbers; the model's head takes {parent.Channels}.");
    }

    /// <summary>Every penalty on every fold; without a rehearsal only around the parent, whose knowledge is nowhere else.</summary>
    private List<Trial> Trials(Example[] fitted, Action<double> progress)
    {
        bool[] centres = fitted.Any(example => example.Origin == Origin.Kept) ? [true, false] : [true];
        var folds = Math.Min(MostFolds, fitted.Select(example => example.Group).Distinct().Count());
        var parts = Folds.Of(fitted, [.. Enumerable.Repeat(1.0 / folds, folds)], seed);
        var weights = Balance.Of(fitted);
        var trials = new List<Trial>();
        foreach (var isAroundParent in centres)
        {
            var starts = Enumerable.Repeat(parent, folds).ToArray();
            foreach (var penalty in Penalties)
            {
                var losses = new double[fitted.Length];
                var calibrating = new List<(double[] Logits, int Label)>();
                for (var fold = 0; fold < folds; fold++)
                {
                    var inner = fitted.Where((_, i) => parts[i] != fold).ToArray();
                    starts[fold] = HeadFitter.Fit(inner, Centre(isAroundParent), penalty, starts[fold], RoughTolerance, RoughSteps);
                    Judge(starts[fold], fitted, parts, fold, losses, calibrating);
                    progress((((trials.Count * folds) + fold + 1) / (double)(centres.Length * Penalties.Length * folds)) * 0.9);
                }

                var means = Enumerable.Range(0, folds).Select(fold => Mean([.. weights.Where((_, i) => parts[i] == fold)], [.. losses.Where((_, i) => parts[i] == fold)])).ToList();
                trials.Add(new(isAroundParent, penalty, Mean(weights, losses), Statistics.StandardDeviation(means) / Math.Sqrt(folds)) { Calibrating = calibrating });
            }
        }

        return trials;
    }

    private static void Judge(Head head, Example[] fitted, int[] parts, int fold, double[] losses, List<(double[] Logits, int Label)> calibrating)
    {
        for (var i = 0; i < fitted.Length; i++)
        {
            if (parts[i] != fold) continue;
            var logits = new double[head.Labels];
            head.Logits(fitted[i].Vector, logits);
            losses[i] = Softmax.Loss(logits, fitted[i].Label);
            if (fitted[i].Origin != Origin.Feedback) calibrating.Add((logits, fitted[i].Label));
        }
    }

    private Head Centre(bool isAroundParent) => isAroundParent ? parent : parent.Blank();
}

/// <summary>A penalty, and what came of it on homes that its fits had not seen.</summary>
/// <param name="IsAroundParent">Whether the penalty draws to the parent's head, and not to 0.</param>
/// <param name="Penalty">Its weight.</param>
/// <param name="Loss">The mean negative log likelihood in nats, examples weighed as in the fit.</param>
/// <param name="Error">The standard error of it, by the folds.</param>
public sealed record Trial(bool IsAroundParent, double Penalty, double Loss, double Error)
{
    /// <summary>Logits of those examples that are a fair sample, by fits that had not seen their homes.</summary>
    internal IReadOnlyList<(double[] Logits, int Label)> Calibrating { get; init; } = [];
}

/// <summary>A new head and how it was found.</summary>
/// <param name="Head">Calibrated.</param>
/// <param name="Temperature">What its logits were divided by.</param>
/// <param name="Chosen">The penalty that it was fitted with.</param>
/// <param name="Trials">All that were tried.</param>
/// <param name="ParentLoss">What the parent's head has on the examples of the trials, in nats.</param>
/// <param name="Fitted">What it was fitted to.</param>
/// <param name="HeldOut">What it has not seen, of other homes.</param>
public sealed record RetrainedHead(
    Head Head, double Temperature, Trial Chosen, IReadOnlyList<Trial> Trials, double ParentLoss, IReadOnlyList<Example> Fitted, IReadOnlyList<Example> HeldOut);
