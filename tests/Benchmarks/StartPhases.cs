using System.Globalization;
using System.Text.RegularExpressions;

namespace RoomTypes.Benchmarks;

/// <summary>When a start of the service passed which point.</summary>
/// <param name="Runtime">The runtime reached the program's first line, in milliseconds from the start of the process.</param>
/// <param name="Host">The host was built.</param>
/// <param name="Ready">The models were loaded and had run once.</param>
internal sealed partial record StartPhases(double Runtime, double Host, double Ready)
{
    /// <summary>Reads the line that the service logs when it is ready; null for any other.</summary>
    public static StartPhases? Parse(string line)
    {
        var match = ReadyLine().Match(line);
        return match.Success ? new(Value(2), Value(3), Value(1)) : null;

        double Value(int group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Ready after (\d+) ms \(runtime started at (\d+), host built at (\d+)\)")]
    private static partial Regex ReadyLine();
}
