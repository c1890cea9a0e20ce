using RoomTypes.Statistics.Drift;

namespace RoomTypes.Drift;

/// <summary>What is known of a model's drift.</summary>
/// <param name="Model">name@version.</param>
/// <param name="From">Predictions made before do not count.</param>
/// <param name="Until">Nor do those from then on.</param>
/// <param name="Reference">Predictions of the reference so far.</param>
/// <param name="Report">The comparison; null while there is no whole reference.</param>
public sealed record DriftReading(string Model, DateTimeOffset From, DateTimeOffset Until, int Reference, DriftReport? Report);
