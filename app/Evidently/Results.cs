using System.Text.Json.Nodes;
using RoomTypes.Events;
using RoomTypes.Statistics;
using RoomTypes.Statistics.Analysis;

namespace RoomTypes.Evidently;

/// <summary>
/// GetExperimentResults: one metric, by treatment, at the end of every period. P-values and intervals are anytime-valid, so that they may
/// be looked at every day; nothing is told before the experiment has run for a while, as AWS had it. A treatment's effect is its difference from the control.
/// </summary>
internal sealed class Results(IEventStore store, Resources.Experiments experiments, TimeSpan wait, TimeProvider time)
{
    private const int MostPoints = 200;
    private static readonly string[] AllStats = ["BaseStat", "TreatmentEffect", "ConfidenceInterval", "PValue"];
    private static readonly AnalysisSettings Settings = new();

    public async Task<JsonObject> GetAsync(string project, string name, Call call)
    {
        var experiment = (await experiments.FindAsync(project, name, call)).Json;
        if (experiment["execution"]?["startedTime"] is not { } started) throw EvidentlyException.Conflict("experiment", name, $"The experiment '{name}' was not started yet.");
        var treatments = Treatments(experiment, call.Body);
        var metric = (call.Body.Texts("metricNames", 1, 1) ?? throw call.Body.Missing("metricNames"))[0];
        var goal = experiment["metricGoals"]!.AsArray().FirstOrDefault(goal => (string?)goal!["metricDefinition"]!["name"] == metric)
            ?? throw EvidentlyException.NotFound("metric", metric);
        _ = call.Body.OneOf("baseStat", "Mean");
        var stats = Chosen(call.Body, "resultStats", AllStats) ?? AllStats;
        var reports = Chosen(call.Body, "reportNames", ["BayesianInference"]) ?? [];

        var points = new List<(DateTimeOffset Time, AnalysisReport Report)>();
        var question = new Question(project, name, experiment, goal!);
        treatments = treatments.FindAll(question.Treatments.Contains);
        var begin = EventTime.OfSeconds((double)started);
        foreach (var until in Times(experiment, begin, call.Body, out var from))
        {
            if (question.Treatments.Count < 2) break;
            if (until - begin < wait) continue;
            var report = await AnalyzeAsync(question, from, until, call.CancellationToken);
            if (IsTold(report, stats, reports)) points.Add((until, report));
        }

        return Answer(metric, treatments, stats, reports, points);
    }

    /// <summary>Means are told as soon as there are values; what concludes from them, as AWS had it, not before 100 in each treatment.</summary>
    private static bool IsTold(AnalysisReport report, IReadOnlyList<string> stats, IReadOnlyList<string> reports)
    {
        var metric = report.Metrics[0];
        var concludes = reports.Count > 0 || stats.Any(stat => stat != "BaseStat");
        return metric.Variations.All(variation => double.IsFinite(variation.Estimate.Value)) && (!concludes || metric.Comparisons.All(comparison => comparison.IsEnough));
    }

    private static List<string> Treatments(JsonObject experiment, Fields body)
    {
        var known = experiment["treatments"]!.AsArray().Select(treatment => (string)treatment!["name"]!).ToHashSet();
        var asked = body.Texts("treatmentNames", 1, 5) ?? throw body.Missing("treatmentNames");
        return asked.FirstOrDefault(name => !known.Contains(name)) is { } unknown ? throw EvidentlyException.NotFound("treatment", unknown) : [.. asked];
    }

    private static IReadOnlyList<string>? Chosen(Fields body, string member, string[] allowed)
    {
        if (body.Texts(member, 0, 5) is not { Count: > 0 } chosen) return null;
        return chosen.FirstOrDefault(name => !allowed.Contains(name)) is { } unknown ? throw EvidentlyException.Invalid(member, unknown, string.Join(", ", allowed)) : chosen;
    }

    /// <summary>The ends of the periods; one, at the end of all, if no period is asked for.</summary>
    private List<DateTimeOffset> Times(JsonObject experiment, DateTimeOffset started, Fields body, out DateTimeOffset from)
    {
        var ended = experiment["execution"]!["endedTime"] is { } seconds ? EventTime.OfSeconds((double)seconds) : time.GetUtcNow();
        from = body.Time("startTime") is { } start && start > started ? start : started;
        var until = body.Time("endTime") is { } end && end < ended ? end : ended;
        if (until <= from) throw EvidentlyException.Invalid("endTime", $"{until:O}", $"a time after {from:O}");
        if (body.Number("period", 300, 90_000) is not { } period) return [until];
        var count = (int)Math.Ceiling((until - from).TotalSeconds / period);
        if (count > MostPoints) throw EvidentlyException.Invalid("period", $"{period} ({count} results)", $"at least {(int)Math.Ceiling((until - from).TotalSeconds / MostPoints)}, for at most {MostPoints} results");
        var first = from;
        return [.. Enumerable.Range(1, count - 1).Select(i => first.AddSeconds(i * period)), until];
    }

    private async Task<AnalysisReport> AnalyzeAsync(Question question, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var names = question.Treatments;
        var query = new MetricQuery(question.ExperimentKey, question.MetricKey, from, until) { Feature = question.FeatureKey };
        var moments = names.ToDictionary(name => name, _ => new EntityMoments());
        await foreach (var entity in store.ReadEntityTotalsAsync(query, cancellationToken))
        {
            if (moments.TryGetValue(entity.Variation, out var own))
                own.Add(entity.Numerator, entity.Denominator, entity.PreNumerator, entity.PreDenominator, entity.Denominator, entity.Squares);
        }

        var left = await store.CountLeftEntitiesAsync(query, cancellationToken);
        var variations = names.ConvertAll(name => new VariationInput(name, question.Weight(name), moments[name].Count));
        var metric = new MetricInput(question.MetricKey, question.HigherIsBetter, IsShare: false, names.ConvertAll(name => moments[name]));
        return Analyzer.Analyze(variations, names.IndexOf(question.Control), [metric], Settings, arrivals: new ArrivalInput([], left.Mixed));
    }

    private static JsonObject Answer(
        string metric, List<string> treatments, IReadOnlyList<string> stats, IReadOnlyList<string> reports, List<(DateTimeOffset Time, AnalysisReport Report)> points)
    {
        var data = new JsonArray();
        foreach (var treatment in points.Count == 0 ? [] : treatments)
        {
            foreach (var stat in stats) AddStat(data, metric, treatment, stat, points);
        }

        var answer = new JsonObject
        {
            ["resultsData"] = data,
            ["timestamps"] = new JsonArray([.. points.Select(point => (JsonNode)ResourceStore.Seconds(point.Time))]),
            ["reports"] = new JsonArray([.. points.Count == 0 || reports.Count == 0 ? [] : Bayesian(metric, treatments, points[^1].Report)]),
        };
        if (points.Count > 0) answer["details"] = Details(points[^1].Report).ToJsonString();
        return answer;
    }

    private static void AddStat(JsonArray data, string metric, string treatment, string stat, List<(DateTimeOffset Time, AnalysisReport Report)> points)
    {
        if (stat == "BaseStat")
        {
            Add("Mean", report => report.Metrics[0].Variations.First(variation => variation.Name == treatment).Estimate.Value);
            return;
        }

        // The control has no difference from itself.
        if (points[0].Report.Metrics[0].Comparisons.All(comparison => comparison.Variation != treatment)) return;
        switch (stat)
        {
            case "TreatmentEffect":
                Add("TreatmentEffect", report => Comparison(report).Difference.Value);
                break;
            case "ConfidenceInterval":
                Add("ConfidenceIntervalUpperBound", report => Comparison(report).AnytimeValid.Interval.Upper);
                Add("ConfidenceIntervalLowerBound", report => Comparison(report).AnytimeValid.Interval.Lower);
                break;
            default:
                Add("PValue", report => Comparison(report).AnytimeValid.PValue);
                break;
        }

        ComparisonReport Comparison(AnalysisReport report) => report.Metrics[0].Comparisons.First(comparison => comparison.Variation == treatment);

        void Add(string name, Func<AnalysisReport, double> value) => data.Add((JsonNode)new JsonObject
        {
            ["metricName"] = metric,
            ["treatmentName"] = treatment,
            ["resultStat"] = name,
            // JSON has no infinity: an interval without a bound ends at the largest number.
            ["values"] = new JsonArray([.. points.Select(point => (JsonNode)Math.Clamp(value(point.Report), double.MinValue, double.MaxValue))]),
        });
    }

    /// <summary>The posterior of the difference under a flat prior is normal around the estimate: its share above 0 follows from the z-test's p-value.</summary>
    private static IEnumerable<JsonNode> Bayesian(string metric, List<string> treatments, AnalysisReport report) =>
        report.Metrics[0].Comparisons.Where(comparison => treatments.Contains(comparison.Variation)).Select(comparison =>
        {
            var tail = comparison.FixedHorizon.PValue / 2;
            var above = comparison.Difference.Value > 0 ? 1 - tail : tail;
            var content = new JsonObject
            {
                ["treatmentEffect"] = comparison.Difference.Value,
                ["credibleIntervalLowerBound"] = comparison.FixedHorizon.Interval.Lower,
                ["credibleIntervalUpperBound"] = comparison.FixedHorizon.Interval.Upper,
                ["probabilityOfImprovement"] = report.Metrics[0].HigherIsBetter ? above : 1 - above,
            };
            return (JsonNode)new JsonObject { ["reportName"] = "BayesianInference", ["metricName"] = metric, ["treatmentName"] = comparison.Variation, ["content"] = content.ToJsonString() };
        });

    private static JsonObject Details(AnalysisReport report) => new()
    {
        ["verdict"] = report.Verdict.Text,
        ["sampleRatioPValue"] = report.SampleRatio.AnytimeValidPValue,
    };

    /// <summary>What is asked of the store.</summary>
    private sealed record Question(string Project, string Name, JsonObject Experiment, JsonNode Goal)
    {
        public string ExperimentKey => ProjectCompiler.ExperimentKey(Project, Name);

        public string MetricKey => ProjectCompiler.MetricKey(Project, Name, (string)Goal["metricDefinition"]!["name"]!);

        public bool HigherIsBetter => (string?)Goal["desiredChange"] != "DECREASE";

        public string Control => (string)Experiment["onlineAbDefinition"]!["controlTreatmentName"]!;

        /// <summary>The feature whose launches end an entity's time.</summary>
        public string FeatureKey => ProjectCompiler.FeatureKey(Project, Experiment["treatments"]![0]!["featureVariations"]!.AsObject().First().Key);

        /// <summary>Those that get entities; of weight 0 there is nothing to tell, and without the control nothing of the others.</summary>
        public List<string> Treatments => [.. Experiment["treatments"]!.AsArray().Select(treatment => (string)treatment!["name"]!).Where(name => Weight(name) > 0 || name == Control)];

        public double Weight(string treatment) => (long?)Experiment["onlineAbDefinition"]!["treatmentWeights"]![treatment] ?? 0;
    }
}
