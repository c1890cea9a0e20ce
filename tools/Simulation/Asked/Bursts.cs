namespace RoomTypes.Simulation.Asked;

/// <summary>Times at which several times as much is asked, at random moments of a day.</summary>
/// <param name="Factor">How many times as much; 1 or more.</param>
/// <param name="Seconds">How long each is.</param>
/// <param name="PerDay">How many there are on average.</param>
public sealed record Bursts(double Factor, double Seconds, double PerDay)
{
    /// <summary>The factor in each second of a length.</summary>
    internal double[] Factors(int length, Random random)
    {
        var factors = new double[length];
        Array.Fill(factors, 1);
        for (var start = Gap(); start < length; start += Gap())
        {
            for (var second = (int)start; second < Math.Min(length, start + Seconds); second++) factors[second] = Factor;
        }

        return factors;

        double Gap() => -Math.Log(1 - random.NextDouble()) / PerDay * Arrivals.SecondsOfDay;
    }
}
