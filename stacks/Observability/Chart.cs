namespace Stacks.Observability;

/// <summary>A chart of the dashboard.</summary>
/// <param name="Title">What it shows, with the unit.</param>
/// <param name="Metrics">Its lines.</param>
public sealed record Chart(string Title, IReadOnlyList<Metric> Metrics);
