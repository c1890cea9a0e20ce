using System.Buffers;
using System.Globalization;

namespace Rendering;

/// <summary>Values that commas separate (RFC 4180).</summary>
internal static class Csv
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>One line; values are quoted where they must be.</summary>
    public static string Line(IEnumerable<string> values) => string.Join(',', values.Select(value =>
        value.AsSpan().ContainsAny(Special) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value));

    /// <summary>A number so that it can be read back exactly.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
