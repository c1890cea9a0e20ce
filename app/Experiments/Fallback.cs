using RoomTypes.Experiments.Files;

namespace RoomTypes.Experiments;

/// <summary>What an entity gets when its source cannot say.</summary>
internal static class Fallback
{
    /// <summary>Names no model: the production model answers.</summary>
    public static readonly Variation Production = new("production", VariationValue.Of(""));

    /// <summary>The plan's default variation, or the production model.</summary>
    public static Variation Of(ExperimentPlan plan, string feature)
    {
        try
        {
            return plan.Find(feature)?.DefaultVariation ?? Production;
        }
        catch (ExperimentFileException)
        {
            return Production;
        }
    }
}
