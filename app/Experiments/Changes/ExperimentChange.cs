namespace RoomTypes.Experiments.Changes;

/// <summary>Another allocation of an experiment; what is null stays.</summary>
/// <param name="Weights">Shares of each other by variation: every treatment's.</param>
/// <param name="Exposure">How many of <see cref="EntityHash.Slots"/> entities take part.</param>
public sealed record AllocationChange(IReadOnlyDictionary<string, int>? Weights, int? Exposure);

/// <summary>A change that is made.</summary>
/// <param name="Feature">The experiment's feature, as it is now.</param>
/// <param name="From">From when the change counts: of weights that hold already a little later, so that every process that reads the file begins together.</param>
/// <param name="Revision">The file's state.</param>
public sealed record ExperimentChange(Feature Feature, DateTimeOffset From, string Revision);
