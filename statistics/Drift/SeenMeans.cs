namespace RoomTypes.Statistics.Drift;

/// <summary>Means of predictions; NaN where none has the number.</summary>
/// <param name="Confidence">0 to 1.</param>
/// <param name="UnknownShare">The share of those with a score that count as unknown, 0 to 1.</param>
/// <param name="Brightness">0 (black) to 1 (white).</param>
/// <param name="Sharpness">The variance of the Laplacian.</param>
/// <param name="Megapixels">As pictures were sent.</param>
public sealed record SeenMeans(double Confidence, double UnknownShare, double Brightness, double Sharpness, double Megapixels)
{
    internal static SeenMeans Of(IReadOnlyList<Seen> seen) => new(
        Mean(seen.Select(own => (double?)own.Confidence)), Mean(seen.Select(own => own.UnknownScore is { } score ? score >= DriftDetector.UnknownScore ? 1 : 0 : (double?)null)),
        Mean(seen.Select(own => own.Quality?.Brightness)), Mean(seen.Select(own => own.Quality?.Sharpness)), Mean(seen.Select(own => own.Quality?.Megapixels)));

    private static double Mean(IEnumerable<double?> values) => values.Average() ?? double.NaN;
}
