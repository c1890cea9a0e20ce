namespace RoomTypes.Evaluate;

/// <summary>Where the energy of a model's manifest is set above which a picture counts as unknown.</summary>
public static class UnknownThreshold
{
    /// <summary>The share of pictures of known rooms that stay known.</summary>
    public const double Kept = 0.95;

    private const double Step = 1e-4;

    /// <summary>The least energy, to four places, that so many pictures are below.</summary>
    /// <param name="energies">Of pictures of known rooms, in nats; none may have been learnt from. Of fewer than 20, all are below.</param>
    /// <returns>NaN without pictures, or where the model tells no energy.</returns>
    public static double Of(IReadOnlyCollection<double> energies)
    {
        if (energies.Count == 0 || energies.Any(double.IsNaN)) return double.NaN;
        var last = energies.Order().ElementAt((int)Math.Ceiling(Kept * energies.Count) - 1);
        return Math.Round((Math.Floor(last / Step) + 1) * Step, 4);
    }
}
