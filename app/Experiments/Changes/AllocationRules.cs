namespace RoomTypes.Experiments.Changes;

/// <summary>Which allocations an experiment may be given.</summary>
internal static class AllocationRules
{
    private const string Code = "allocation_invalid";

    /// <summary>The new weights by treatment; null if they stay.</summary>
    /// <exception cref="ServiceException">They are not of every variation, or one is out of range: with a weight of 0 nothing would be compared.</exception>
    public static IReadOnlyDictionary<string, int>? Weights(Experiment experiment, AllocationChange allocation)
    {
        if (allocation.Weights is not { } given)
            return allocation.Exposure is null ? throw Invalid("The allocation is empty", "weights, exposure or both") : null;
        var variations = string.Join(", ", experiment.Treatments.Select(treatment => treatment.Variation.Name));
        var isWhole = given.Count == experiment.Treatments.Count && experiment.Treatments.All(treatment => given.ContainsKey(treatment.Variation.Name));
        if (!isWhole) throw Invalid($"The weights are of {string.Join(", ", given.Keys.DefaultIfEmpty("none"))}", $"one for each of {variations}");
        foreach (var (variation, weight) in given.Where(pair => pair.Value is < 1 or > EntityHash.Slots))
            throw Invalid($"The weight of {variation} is {weight}", $"1 to {EntityHash.Slots}: without one of its variations an experiment compares nothing, so stop it instead");
        return experiment.Treatments.ToDictionary(treatment => treatment.Name, treatment => given[treatment.Variation.Name]);
    }

    /// <summary>Whether entities are shared out so at that moment already.</summary>
    public static bool AreInForce(Experiment experiment, IReadOnlyDictionary<string, int> weights, DateTimeOffset at) =>
        experiment.WeightsAt(at).SequenceEqual(experiment.Treatments.Select(treatment => weights[treatment.Name]));

    /// <summary>The new exposure; null if it stays.</summary>
    /// <exception cref="ServiceException">It is out of range, or would let entities go that are in: they would go on to count with another model.</exception>
    public static int? Exposure(Experiment experiment, AllocationChange allocation, bool isRunning)
    {
        if (allocation.Exposure is not { } exposure) return null;
        if (exposure is < 0 or > EntityHash.Slots) throw Invalid($"The exposure is {exposure}", $"0 to {EntityHash.Slots}");
        if (!isRunning || exposure >= experiment.Exposure) return exposure == experiment.Exposure ? null : exposure;
        var allowed = $"{experiment.Exposure} to {EntityHash.Slots}";
        throw new ServiceException(ErrorKind.Conflict, "exposure_shrinks", $"The exposure is {exposure}; allowed is {allowed}: who is in stays in while '{experiment.Name}' runs. Stop it, or leave the exposure.")
        {
            Value = $"{exposure}",
            Limit = allowed,
        };
    }

    private static ServiceException Invalid(string what, string allowed) => new(ErrorKind.Invalid, Code, $"{what}; allowed is {allowed}.") { Limit = allowed };
}
