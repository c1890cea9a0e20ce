namespace RoomTypes.Simulation.Asked;

/// <summary>How long pictures take: each of the values as often as the others.</summary>
public sealed class PictureTimes
{
    private readonly double[] _seconds;

    private PictureTimes(IEnumerable<double> seconds) => _seconds = [.. seconds];

    /// <summary>Pictures that take as long as those that were measured did, in proportion, and the mean on average.</summary>
    /// <param name="mean">Seconds.</param>
    /// <param name="measured">Values that lie equally close in their order, of any unit; none for the mean alone.</param>
    public static PictureTimes Of(double mean, IReadOnlyList<double>? measured = null) =>
        measured is not { Count: > 0 } ? new([mean]) : new(measured.Select(value => value * mean / measured.Average()));

    /// <summary>The time of one, in seconds.</summary>
    internal double Next(Random random) => _seconds.Length == 1 ? _seconds[0] : _seconds[random.Next(_seconds.Length)];
}
