namespace RoomTypes.Statistics.Analysis;

/// <summary>Compares the variations by one metric. Intervals and adjusted p-values wait for <see cref="Adjustment"/>.</summary>
internal sealed class MetricComparer
{
    private static readonly Interval Unknown = new(double.NaN, double.NaN);

    private readonly MetricInput _metric;
    private readonly AnalysisSettings _settings;
    private readonly double _level;
    private readonly IReadOnlyList<Estimate> _plain;
    private readonly IReadOnlyList<Estimate> _adjusted;
    private readonly AnytimeValid _endless;

    /// <summary>Compares.</summary>
    /// <param name="metric">What was measured.</param>
    /// <param name="variations">Their names.</param>
    /// <param name="control">The index of the one that the others are compared with.</param>
    /// <param name="settings">Levels.</param>
    /// <param name="level">Of one comparison, if the metric is no guardrail.</param>
    public MetricComparer(MetricInput metric, IReadOnlyList<VariationInput> variations, int control, AnalysisSettings settings, double level)
    {
        (_metric, _settings, _level) = (metric, settings, metric.WorstChange is null ? level : settings.Alpha);
        _plain = metric.Estimates ?? [.. metric.Moments.Select(Estimate.OfRatio)];
        _adjusted = metric.Estimates ?? Cuped.Adjust(metric.Moments);
        _endless = new(settings.Alpha, settings.Tuning);
        Sequence = metric.SmallestEffect is { } smallest ? Planned(smallest, _plain[control].Value) : _endless;
        Report = new(
            metric.Name, metric.HigherIsBetter, metric.IsShare,
            [.. _plain.Select((estimate, i) => Describe(variations[i].Name, estimate, metric.Moments[i]))],
            [.. Enumerable.Range(0, variations.Count).Where(i => i != control).Select(i => Compare(variations[i].Name, i, control))])
        {
            WorstChange = metric.WorstChange,
        };
    }

    public bool IsGuardrail => _metric.WorstChange is not null;

    /// <summary>The sequence that judges the differences.</summary>
    public AnytimeValid Sequence { get; }

    /// <summary>What there is to say before the adjustment.</summary>
    public MetricReport Report { get; }

    private VariationReport Describe(string name, Estimate estimate, EntityMoments moments) =>
        new(name, estimate, Values(moments) < _settings.MinimumEntities ? Unknown : _endless.Interval(estimate)) { Valued = moments.Valued, Effective = moments.Effective };

    private AnytimeValid Planned(SmallestEffect smallest, double control) => new(
        _settings.Alpha, _settings.Tuning,
        Power.HorizonInformation(smallest.IsRelative ? smallest.Size * Math.Abs(control) : smallest.Size, _level, _settings.Power));

    private ComparisonReport Compare(string variation, int treatment, int control)
    {
        var difference = Estimate.OfDifference(_adjusted[treatment], _adjusted[control]);
        var relative = Estimate.OfRelativeDifference(_adjusted[treatment], _adjusted[control]);
        var unadjusted = Estimate.OfDifference(_plain[treatment], _plain[control]);
        var isEnough = IsEnough(_metric.Moments[treatment], _metric.Moments[control]) && difference.IsKnown;
        var interval = isEnough && _metric.WorstChange is not null ? _endless.Interval(relative) : Unknown;
        return new(
            variation,
            difference,
            relative,
            new(Unknown, isEnough ? Sequence.PValue(difference) : double.NaN, double.NaN),
            new(Unknown, isEnough ? FixedHorizon.PValue(difference) : double.NaN, double.NaN),
            unadjusted.StandardError > 0 ? Math.Max(0, 1 - (difference.VarianceByEntity / unadjusted.VarianceByEntity)) : 0,
            isEnough ? Power.AnytimeValidEffect(Sequence, difference.VarianceByUnit, difference.Units, _settings.Power, _level) : double.NaN,
            isEnough ? Power.UnitsNeeded(Sequence, difference.VarianceByUnit, difference.Value, _settings.Power, _level) * difference.Count / difference.Units : double.NaN)
        {
            IsEnough = isEnough,
            PlanElapsed = Sequence.Elapsed(difference),
            RelativeInterval = interval,
            Guardrail = Judge(interval),
        };
    }

    private GuardrailState Judge(Interval relative)
    {
        if (_metric.WorstChange is not { } worst) return GuardrailState.None;
        var (least, most) = _metric.HigherIsBetter ? (-relative.Upper, -relative.Lower) : (relative.Lower, relative.Upper);
        if (most <= worst) return GuardrailState.Holds;
        return least > worst ? GuardrailState.Broken : GuardrailState.Unclear;
    }

    /// <summary>The central limit theorem needs many values on both sides, and not nearly all of them the same.</summary>
    private bool IsEnough(EntityMoments treatment, EntityMoments control) =>
        Math.Min(Values(treatment), Values(control)) >= _settings.MinimumEntities
        && treatment.NonZero + control.NonZero >= _settings.MinimumDistinct
        && (!_metric.IsShare || treatment.NonFull + control.NonFull >= _settings.MinimumDistinct);

    /// <summary>The entities that have a value; nobody's conversion is one too.</summary>
    private double Values(EntityMoments moments) => _metric.IsShare && moments.Unit == ObservationUnit.Contribution ? moments.Count : moments.Effective;
}
