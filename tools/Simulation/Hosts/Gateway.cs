namespace RoomTypes.Simulation.Hosts;

/// <summary>The gateway before a fleet, which lets requests pass by a token bucket: so many at once, and so many a second.</summary>
/// <param name="fleet">What answers.</param>
/// <param name="rate">Requests a second.</param>
/// <param name="burst">Requests at once.</param>
/// <remarks>https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html</remarks>
public sealed class Gateway(IFleet fleet, double rate, double burst) : IFleet
{
    private double _taken;
    private double _filled;

    /// <inheritdoc/>
    public int Running => fleet.Running;

    /// <inheritdoc/>
    public int Workers => fleet.Workers;

    /// <inheritdoc/>
    public double RunSeconds => fleet.RunSeconds;

    /// <inheritdoc/>
    public void Pass(double now) => fleet.Pass(now);

    /// <inheritdoc/>
    public Outcome Ask(double now, double work)
    {
        _taken = Math.Max(0, _taken - ((now - _filled) * rate));
        _filled = now;
        if (_taken + 1 > burst) return new(Fate.Throttled, 0);
        _taken++;
        return fleet.Ask(now, work);
    }
}
