namespace RoomTypes.Statistics.Analysis;

/// <summary>Whether the entities arrived as planned, each phase judged by its own plan.</summary>
internal static class ArrivalCheck
{
    /// <summary>Fewer mixed entities than this stop nothing, whatever their share.</summary>
    private const long FewMixed = 10;

    public static SampleRatioReport Check(IReadOnlyList<VariationInput> variations, ArrivalInput arrivals, AnalysisSettings settings)
    {
        IReadOnlyList<PhaseInput> phases = arrivals.Phases.Count > 0
            ? arrivals.Phases
            : [new([.. variations.Select(variation => variation.Weight)], [.. variations.Select(variation => variation.Entities)])];
        var sequential = Smallest(phases, SampleRatio.SequentialPValue);
        var mixed = arrivals.MixedEntities / Math.Max(1.0, arrivals.MixedEntities + variations.Sum(variation => variation.Entities));
        var isMixed = mixed > settings.MixedLimit && arrivals.MixedEntities >= FewMixed;
        return new(sequential, Smallest(phases, SampleRatio.FixedHorizonPValue), mixed, isMixed || sequential <= settings.SampleRatioAlpha);
    }

    private static double Smallest(IReadOnlyList<PhaseInput> phases, Func<IReadOnlyList<long>, IReadOnlyList<double>, double> test) =>
        Math.Min(1, phases.Count * phases.Min(phase =>
        {
            var taking = Enumerable.Range(0, phase.Weights.Count).Where(i => phase.Weights[i] > 0).ToList();
            return taking.Count < 2 ? 1 : test(taking.ConvertAll(i => phase.Entities[i]), taking.ConvertAll(i => phase.Weights[i]));
        }));
}
