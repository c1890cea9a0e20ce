using RoomTypes.Statistics.Analysis;

namespace RoomTypes.Statistics.Tests;

/// <summary>How experiments are simulated: entities arrive every day or are there from the start, and everybody's events accumulate.</summary>
/// <param name="Name">What is simulated.</param>
/// <param name="Days">How many daily looks.</param>
/// <param name="Arrivals">Entities by arm and day; of a fixed fleet all on the first day.</param>
/// <param name="Draw">One entity's events of a day, given its tendency: numerator, denominator, events, squares.</param>
internal sealed record Scenario(string Name, int Days, int Arrivals, Func<Random, double, (double Numerator, double Denominator, double Squares)> Draw)
{
    public ObservationUnit Unit { get; init; } = ObservationUnit.Event;

    public bool IsShare { get; init; }

    /// <summary>All entities are there from the first day and go on every day.</summary>
    public bool IsFixedFleet { get; init; }

    public int Arms { get; init; } = 2;

    public int Metrics { get; init; } = 1;

    /// <summary>Whether the past is known: the same entity's events of the days before.</summary>
    public bool HasPast { get; init; }

    public SmallestEffect? Planned { get; init; }

    /// <summary>Whether the denominator is another metric's sum, and a draw is one event.</summary>
    public bool IsRatio { get; init; }

    /// <summary>Which quantile of the draws' numerators is compared; null for their mean.</summary>
    public double? Quantile { get; init; }

    /// <summary>All entities of so many days come together on the last of them.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>What is added to the tendency in all arms but the control.</summary>
    public double Effect { get; init; }

    /// <summary>An entity's tendency.</summary>
    public Func<Random, double> Tendency { get; init; } = _ => 0;

    /// <summary>The share of experiments in which any daily look ends in a verdict that stops, for better or worse.</summary>
    public double Decided(int experiments, int seed)
    {
        var decided = 0;
        Parallel.For(0, experiments, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            if (Looks(new Random(seed + (i * 7_919))).Any(kind => kind is VerdictKind.Better or VerdictKind.Worse)) Interlocked.Increment(ref decided);
        });
        return decided / (double)experiments;
    }

    private IEnumerable<VerdictKind> Looks(Random random)
    {
        var fleet = new List<Entity>[Arms];
        for (var arm = 0; arm < Arms; arm++) fleet[arm] = [];
        for (var day = 0; day < Days; day++)
        {
            var arrivals = IsFixedFleet ? (day > 0 ? 0 : Arrivals) : (day + 1) % Burst == 0 ? Burst * Arrivals : 0;
            for (var arm = 0; arm < Arms; arm++)
            {
                for (var i = 0; i < arrivals; i++) fleet[arm].Add(Arrive(random, arm));
            }

            foreach (var entities in fleet)
            {
                for (var i = IsFixedFleet ? 0 : entities.Count - arrivals; i < entities.Count; i++) Go(random, entities[i]);
            }

            yield return Look(fleet);
        }
    }

    private Entity Arrive(Random random, int arm)
    {
        var entity = new Entity(Metrics) { Tendency = Tendency(random) };
        if (HasPast) entity.Past = Draw(random, entity.Tendency);
        if (arm > 0) entity.Tendency += Effect;
        return entity;
    }

    private void Go(Random random, Entity entity)
    {
        for (var metric = 0; metric < Metrics; metric++)
        {
            var (numerator, denominator, squares) = Draw(random, entity.Tendency);
            ref var sums = ref entity.Sums[metric];
            if (Quantile is not null) entity.Values.Add(numerator);
            // A conversion happens once.
            if (IsRatio) sums = (sums.Numerator + numerator, sums.Denominator + denominator, sums.Events + 1, sums.Squares + squares);
            else if (Unit == ObservationUnit.Contribution && IsShare) sums = (Math.Max(sums.Numerator, numerator), 1, Math.Max(sums.Events, numerator), Math.Max(sums.Squares, numerator));
            else if (Unit == ObservationUnit.Contribution) sums = (sums.Numerator + numerator, 1, sums.Events + denominator, sums.Squares + squares);
            else sums = (sums.Numerator + numerator, sums.Denominator + denominator, sums.Events + denominator, sums.Squares + squares);
        }
    }

    private VerdictKind Look(List<Entity>[] fleet)
    {
        MetricInput[] metrics = [.. Enumerable.Range(0, Metrics).Select(metric => new MetricInput($"m{metric}", true, IsShare, [.. fleet.Select(entities => Moments(entities, metric))]) { SmallestEffect = Planned, Estimates = Quantiles(fleet) })];
        VariationInput[] variations = [.. fleet.Select((entities, i) => new VariationInput($"v{i}", 1, entities.Count))];
        return Analyzer.Analyze(variations, 0, metrics, new()).Verdict.Kind;
    }

    private List<Estimate>? Quantiles(List<Entity>[] fleet) => Quantile is not { } probability
        ? null
        : [.. fleet.Select(entities => Statistics.Quantile.Of(entities.ConvertAll(IReadOnlyList<double> (entity) => entity.Values), probability))];

    private EntityMoments Moments(List<Entity> entities, int metric)
    {
        var moments = new EntityMoments(Unit);
        foreach (var entity in entities)
        {
            var (numerator, denominator, events, squares) = entity.Sums[metric];
            moments.Add(numerator, denominator, entity.Past.Numerator, entity.Past.Denominator, events, squares);
        }

        return moments;
    }

    private sealed class Entity(int metrics)
    {
        public double Tendency { get; set; }

        public List<double> Values { get; } = [];

        public (double Numerator, double Denominator, double Squares) Past { get; set; }

        public (double Numerator, double Denominator, double Events, double Squares)[] Sums { get; } = new (double, double, double, double)[metrics];
    }
}
