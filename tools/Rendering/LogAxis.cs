namespace Rendering;

/// <summary>A logarithmic axis over whole powers of ten.</summary>
/// <param name="least">The least value; over 0.</param>
/// <param name="most">The greatest.</param>
/// <param name="from">The place of the axis' lower end.</param>
/// <param name="to">Of its upper end.</param>
internal sealed class LogAxis(double least, double most, double from, double to)
{
    // What was computed may miss a power of ten by a rounding.
    private const double Rounding = 1e-9;

    private readonly int _lowest = (int)Math.Floor(Math.Log10(least) + Rounding);
    private readonly int _highest = (int)Math.Max(Math.Ceiling(Math.Log10(most) - Rounding), Math.Floor(Math.Log10(least) + Rounding) + 1);

    /// <summary>The powers of ten.</summary>
    public IEnumerable<double> Ticks => Enumerable.Range(_lowest, _highest - _lowest + 1).Select(power => Math.Pow(10, power));

    /// <summary>The place of a value.</summary>
    public double At(double value) => from + ((Math.Log10(value) - _lowest) / (_highest - _lowest) * (to - from));
}
