using RoomTypes.Events;
using RoomTypes.Statistics;
using RoomTypes.Statistics.Analysis;

namespace RoomTypes.Experiments.Results;

/// <summary>A metric of an experiment as measured.</summary>
/// <param name="Input">For the analysis.</param>
/// <param name="CappedAt">Where larger values were cut; null if there is no cut.</param>
/// <param name="Capped">How many entities' values were cut.</param>
public sealed record MeasuredMetric(MetricInput Input, double? CappedAt = null, long Capped = 0)
{
    /// <summary>The same by group of the breakdown; empty without one.</summary>
    public IReadOnlyList<MetricInput> Groups { get; init; } = [];
}

/// <summary>Reads a metric from the event store: its kind says what becomes of an entity's values.</summary>
/// <param name="store">The event store.</param>
/// <param name="metric">The metric.</param>
/// <param name="variations">The variations, in the order of the answer.</param>
/// <param name="grouping">The groups of the breakdown; null without one.</param>
internal sealed class MetricReader(IEventStore store, ExperimentMetric metric, IReadOnlyList<string> variations, Grouping? grouping = null)
{
    private static readonly int[] Everybody = [0];

    /// <summary>Whether its values are shares from 0 to 1.</summary>
    private bool IsShare => metric.Kind is MetricKind.Conversion or MetricKind.Proportion
        || (metric.Kind is MetricKind.Mean or MetricKind.Quantile && metric.Event is BuiltInMetrics.CorrectionRate or BuiltInMetrics.Confidence);

    private ObservationUnit Unit => metric.Kind is MetricKind.Mean or MetricKind.Proportion or MetricKind.Quantile ? ObservationUnit.Event : ObservationUnit.Contribution;

    /// <summary>Reads it.</summary>
    /// <param name="of">The experiment and the time; the metric is put in.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<MeasuredMetric> ReadAsync(MetricQuery of, CancellationToken cancellationToken)
    {
        var query = of with
        {
            Metric = metric.Event,
            Window = metric.Window,
            PastWindow = metric.PastWindow,
            Minimum = metric.Minimum ?? -MetricQuery.MostValue,
            Maximum = metric.Maximum ?? MetricQuery.MostValue,
            WithAttributes = grouping is not null,
        };
        var entities = await store.ReadEntityTotalsAsync(query, cancellationToken).Select(Values).ToListAsync(cancellationToken);
        if (metric.Kind == MetricKind.Ratio) await DivideAsync(entities, query with { Metric = metric.Denominator! }, cancellationToken);
        var cap = metric.Cap is { } share ? Cut(entities, share) : ((double, long)?)null;
        var inputs = Buckets(() => new EntityMoments(Unit));
        foreach (var entity in entities)
        {
            if (IndexOf(entity.Variation) is not (>= 0 and var index)) continue;
            foreach (var bucket in BucketsOf(entity.Attributes))
                inputs[bucket][index].Add(entity.Numerator, entity.Denominator, entity.PreNumerator, entity.PreDenominator, entity.Events, entity.Squares);
        }

        var quantiles = metric.Kind == MetricKind.Quantile ? await QuantilesAsync(query, cancellationToken) : null;
        return Measured([.. inputs.Select((moments, i) => Input(moments) with { Estimates = quantiles?[i] })]) with { CappedAt = cap?.Item1, Capped = cap?.Item2 ?? 0 };
    }

    /// <summary>The metric of nobody.</summary>
    public MeasuredMetric Nothing() => Measured([.. Buckets(() => new EntityMoments(Unit)).Select(Input)]);

    private static MeasuredMetric Measured(MetricInput[] inputs) => new(inputs[0]) { Groups = inputs[1..] };

    /// <summary>Something by variation for everybody, the first one, and for each group.</summary>
    private List<T[]> Buckets<T>(Func<T> make) =>
        [.. Enumerable.Range(0, 1 + (grouping?.Groups.Count ?? 0)).Select(_ => variations.Select(_ => make()).ToArray())];

    /// <summary>Those that an entity is in.</summary>
    private IEnumerable<int> BucketsOf(string? attributes) => grouping is null ? Everybody : grouping.IndexesOf(attributes).Select(group => group + 1).Prepend(0);

    private MetricInput Input(IReadOnlyList<EntityMoments> moments) => new(metric.Name, metric.DesiredChange == DesiredChange.Increase, IsShare, moments)
    {
        WorstChange = metric.WorstChange,
        SmallestEffect = Smallest(),
    };

    private SmallestEffect? Smallest()
    {
        if (metric.SmallestEffect is { } own) return new(own, IsRelative: false);
        return metric.SmallestRelativeEffect is { } relative ? new(relative, IsRelative: true) : null;
    }

    private Entity Values(EntityTotals totals) => metric.Kind switch
    {
        MetricKind.Sum => new(totals, totals.Numerator, 1, totals.PreNumerator, 1, totals.Denominator, totals.Squares),
        MetricKind.Count => new(totals, totals.Denominator, 1, totals.PreDenominator, 1, totals.Denominator, totals.Denominator),
        MetricKind.Conversion => Conversion(totals, totals.Denominator > 0 ? 1 : 0, totals.PreDenominator > 0 ? 1 : 0),
        _ => new(totals, totals.Numerator, totals.Denominator, totals.PreNumerator, totals.PreDenominator, totals.Denominator, totals.Squares),
    };

    private static Entity Conversion(EntityTotals totals, double converted, double before) => new(totals, converted, 1, before, 1, converted, converted);

    private async Task DivideAsync(List<Entity> entities, MetricQuery query, CancellationToken cancellationToken)
    {
        var below = new Dictionary<string, (double Sum, double PreSum)>();
        await foreach (var totals in store.ReadEntityTotalsAsync(query, cancellationToken)) below[totals.EntityId] = (totals.Numerator, totals.PreNumerator);
        for (var i = 0; i < entities.Count; i++)
        {
            var (sum, preSum) = below.GetValueOrDefault(entities[i].Id);
            entities[i] = entities[i] with { Denominator = sum, PreDenominator = preSum };
        }
    }

    /// <summary>Cuts what is over the quantile of all entities' values: of a mean over its events, of a sum or count as it is.</summary>
    private static (double At, long Cut) Cut(List<Entity> entities, double share)
    {
        double[] values = [.. entities.Where(entity => entity.Events > 0).Select(entity => entity.Numerator / entity.Denominator)];
        if (values.Length == 0) return (0, 0);
        Array.Sort(values);
        var (at, cut) = (values[(int)Math.Ceiling(share * values.Length) - 1], 0L);
        for (var i = 0; i < entities.Count; i++)
        {
            var most = at * entities[i].Denominator;
            if (entities[i].Numerator <= most || entities[i].Events == 0) continue;
            var scale = most / entities[i].Numerator;
            entities[i] = entities[i] with { Numerator = most, Squares = entities[i].Squares * scale * scale };
            cut++;
        }

        return (at, cut);
    }

    private async Task<IReadOnlyList<IReadOnlyList<Estimate>>> QuantilesAsync(MetricQuery query, CancellationToken cancellationToken)
    {
        var values = Buckets(() => new List<IReadOnlyList<double>>());
        var last = (Id: (string?)null, Own: new List<double>());
        await foreach (var value in store.ReadEntityValuesAsync(query, cancellationToken))
        {
            if (IndexOf(value.Variation) is not (>= 0 and var index)) continue;
            if (value.EntityId != last.Id)
            {
                last = (value.EntityId, []);
                foreach (var bucket in BucketsOf(value.Attributes)) values[bucket][index].Add(last.Own);
            }

            last.Own.Add(value.Value);
        }

        return [.. values.Select(bucket => (IReadOnlyList<Estimate>)[.. bucket.Select(own => Quantile.Of(own, metric.Quantile))])];
    }

    private int IndexOf(string variation)
    {
        for (var i = 0; i < variations.Count; i++)
        {
            if (variations[i] == variation) return i;
        }

        return -1;
    }

    private readonly record struct Entity(
        string Id, string Variation, string? Attributes, double Numerator, double Denominator, double PreNumerator, double PreDenominator, double Events, double Squares)
    {
        public Entity(in EntityTotals totals, double numerator, double denominator, double preNumerator, double preDenominator, double events, double squares)
            : this(totals.EntityId, totals.Variation, totals.Attributes, numerator, denominator, preNumerator, preDenominator, events, squares)
        {
        }
    }
}
