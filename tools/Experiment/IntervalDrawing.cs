using RoomTypes.Http;

namespace RoomTypes.Reporting;

/// <summary>Draws intervals one below the other in text, to the same scale, with 0 as a line through all of them.</summary>
internal sealed class IntervalDrawing
{
    private const int Width = 21;
    private const double Margin = 0.05;

    private readonly double _lower;
    private readonly double _upper;

    /// <summary>Scales to all of the intervals and 0.</summary>
    public IntervalDrawing(IEnumerable<IntervalResult?> intervals)
    {
        var ends = intervals.OfType<IntervalResult>().SelectMany(interval => new[] { interval.Lower, interval.Upper }).Append(0).ToList();
        var margin = (ends.Max() - ends.Min()) * Margin;
        (_lower, _upper) = margin > 0 ? (ends.Min() - margin, ends.Max() + margin) : (-1, 1);
    }

    /// <summary>One line.</summary>
    public string Draw(IntervalResult? interval, double? estimate)
    {
        var line = Enumerable.Repeat(' ', Width).ToArray();
        if (interval is not null)
        {
            for (var i = Place(interval.Lower); i <= Place(interval.Upper); i++) line[i] = '─';
            (line[Place(interval.Lower)], line[Place(interval.Upper)]) = ('├', '┤');
        }

        line[Place(0)] = line[Place(0)] == ' ' ? '│' : '┼';
        if (estimate is { } value && interval is not null) line[Place(value)] = '●';
        return new string(line);
    }

    private int Place(double value) => Math.Clamp((int)Math.Round((value - _lower) / (_upper - _lower) * (Width - 1)), 0, Width - 1);
}
