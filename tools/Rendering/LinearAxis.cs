namespace Rendering;

/// <summary>An even axis over whole steps, of 1, 2 or 5 times a power of ten, some four of them.</summary>
internal sealed class LinearAxis
{
    private const double Steps = 4;

    // Steps such as 0.1 are no binary numbers.
    private const double Rounding = 1e-9;

    private readonly double _step;
    private readonly double _first;
    private readonly double _last;
    private readonly double _from;
    private readonly double _to;

    /// <summary>An axis.</summary>
    /// <param name="least">The least value.</param>
    /// <param name="most">The greatest; where it is the least, the axis goes from or to 0.</param>
    /// <param name="from">The place of the axis' lower end.</param>
    /// <param name="to">Of its upper end.</param>
    public LinearAxis(double least, double most, double from, double to)
    {
        if (most <= least) (least, most) = least == 0 ? (0, 1) : (Math.Min(0, least), Math.Max(0, least));
        var raw = (most - least) / Steps;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        _step = power * new[] { 1.0, 2, 5, 10 }.First(times => times * power >= raw * (1 - Rounding));
        (_first, _last) = (Math.Floor((least / _step) + Rounding), Math.Ceiling((most / _step) - Rounding));
        (_from, _to) = (from, to);
    }

    /// <summary>The steps' values.</summary>
    public IEnumerable<double> Ticks => Enumerable.Range(0, (int)(_last - _first) + 1).Select(i => Math.Round((_first + i) * _step, 12));

    /// <summary>The place of a value.</summary>
    public double At(double value) => _from + (((value / _step) - _first) / (_last - _first) * (_to - _from));
}
