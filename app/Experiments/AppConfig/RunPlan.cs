using System.Text;

namespace RoomTypes.Experiments.AppConfig;

/// <summary>Makes the plan that results are judged by of an AppConfig experiment run: who gets what is AppConfig's, what it is judged by the experiments file's.</summary>
internal static class RunPlan
{
    /// <summary>Weights are floats, of which these thousandths of a percent are kept.</summary>
    private const double WeightUnits = 1_000;

    /// <summary>The features with the run's in the place of the file's of that name.</summary>
    /// <exception cref="FormatException">The run cannot be a plan.</exception>
    public static IReadOnlyList<Feature> Merge(IReadOnlyList<Feature> features, ExperimentRun run)
    {
        var own = features.FirstOrDefault(feature => feature.Name == run.FlagKey);
        return [.. features.Where(feature => feature != own), Of(run, own)];
    }

    /// <summary>The name under which entities of the run count: each run is an experiment of its own.</summary>
    public static string NameOf(ExperimentRun run, Feature? own) => $"{own?.Experiment?.Name ?? Name(run.Name)}-{run.Number}";

    private static Feature Of(ExperimentRun run, Feature? own)
    {
        RunTreatment[] treatments = [run.Control, .. run.Treatments];
        var variations = treatments.Select(treatment => Of(treatment, own)).ToList();
        var byDefault = own?.DefaultVariation ?? Fallback.Production;
        try
        {
            var experiment = new Experiment(
                NameOf(run, own),
                [.. treatments.Select((treatment, i) => new Treatment(treatment.Variant, variations[i], (int)Math.Round(treatment.Weight * WeightUnits)))],
                run.Control.Variant,
                (int)Math.Round(run.ExposurePercentage / 100 * EntityHash.Slots),
                new Schedule(run.StartedAt, run.EndedAt ?? DateTimeOffset.MaxValue))
            {
                Segment = Audience(run),
                Metrics = own?.Experiment?.Metrics ?? [],
                Breakdown = own?.Experiment?.Breakdown ?? [],
            };
            return new Feature(run.FlagKey, byDefault, [.. (own?.Variations ?? [byDefault]).Where(variation => variations.TrueForAll(other => other.Name != variation.Name)), .. variations])
            {
                Experiment = experiment,
                Shadow = own?.Shadow,
            };
        }
        catch (ArgumentException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    /// <summary>A treatment that leaves the model open has that of the file's variation of its name.</summary>
    private static Variation Of(RunTreatment treatment, Feature? own) =>
        !treatment.Attributes.ContainsKey(FlagEvaluation.ModelAttribute) && own?.Find(treatment.Variant) is { } planned
            ? planned
            : new Variation(treatment.Variant, VariationValue.Of(treatment.Attributes.GetValueOrDefault(FlagEvaluation.ModelAttribute, ""))) { Attributes = treatment.Attributes };

    /// <summary>The agent judges who is in it; here it is told as it is written.</summary>
    private static Segment? Audience(ExperimentRun run) => run.AudienceRule.Length == 0 ? null : new Segment(run.AudienceRule, new JudgedElsewhere());

    private sealed record JudgedElsewhere : ICondition
    {
        public bool IsMet(string entityId, in Attributes attributes) => true;
    }

    /// <summary>AppConfig's names may have any characters.</summary>
    private static string Name(string text)
    {
        var name = new StringBuilder();
        foreach (var c in text) name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-');
        return name.ToString();
    }
}
