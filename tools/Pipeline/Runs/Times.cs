using System.Globalization;

namespace RoomTypes.PipelineTool.Runs;

/// <summary>Times for people.</summary>
internal static class Times
{
    /// <summary>For example 0.4 s, 12 s, 3 min 20 s, 2 h 5 min.</summary>
    public static string Text(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture),
        < 60 => $"{time.TotalSeconds:0} s",
        < 3_600 => $"{time.Minutes} min {time.Seconds} s",
        < 172_800 => $"{(int)time.TotalHours} h {time.Minutes} min",
        _ => $"{(int)time.TotalDays} d {time.Hours} h",
    };
}
