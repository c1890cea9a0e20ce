using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipelines;

/// <summary>Times as files say them: 30s, 10m, 2h, 7d.</summary>
internal static partial class Durations
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "a whole number over 0 and s, m, h or d, like 30m, up to 365d";

    private static readonly TimeSpan Most = TimeSpan.FromDays(365);

    /// <summary>Reads one.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (Form().Match(text) is not { Success: true } match) return false;
        var number = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        duration = match.Groups[2].Value switch { "s" => TimeSpan.FromSeconds(number), "m" => TimeSpan.FromMinutes(number), "h" => TimeSpan.FromHours(number), _ => TimeSpan.FromDays(number) };
        return duration <= Most;
    }

    [GeneratedRegex("^([1-9][0-9]{0,6})([smhd])$")]
    private static partial Regex Form();
}
