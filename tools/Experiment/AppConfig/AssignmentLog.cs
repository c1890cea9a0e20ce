using System.Text.Json;

namespace RoomTypes.Reporting.AppConfig;

/// <summary>An assignment of the AppConfig agent.</summary>
/// <param name="Time">When.</param>
/// <param name="Variant">The flag variant, for example __t1__.</param>
/// <param name="EntityId">To whom.</param>
internal readonly record struct LoggedAssignment(DateTimeOffset Time, string Variant, string EntityId);

/// <summary>
/// The AppConfig agent's log of assignments ("About data collection", AWS AppConfig user guide): files region/account/application/definition/RUN_ID.jsonl,
/// of a JSON object a line with timestamp, treatmentKey and entityId.
/// </summary>
internal static class AssignmentLog
{
    /// <summary>The assignments of files, and of the files of a run in folders; a dash is the standard input. Lines that are none are counted.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="run">The run whose files are read of folders; null for all.</param>
    /// <param name="other">Told of each line that is no assignment.</param>
    public static IEnumerable<LoggedAssignment> Read(IEnumerable<string> paths, int? run, Action other)
    {
        foreach (var line in paths.SelectMany(path => Files(path, run)).SelectMany(Lines))
        {
            if (Parse(line) is { } assignment) yield return assignment;
            else if (line.AsSpan().Trim().Length > 0) other();
        }
    }

    private static IEnumerable<string> Files(string path, int? run) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, run is null ? "*.jsonl" : $"{run}_*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [path];

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = file == "-" ? Console.In : new StreamReader(file);
        while (reader.ReadLine() is { } line) yield return line;
    }

    /// <summary>Of what else a log has on its lines, the object is what counts.</summary>
    private static LoggedAssignment? Parse(string line)
    {
        if (line.IndexOf('{', StringComparison.Ordinal) is not (>= 0 and var start)) return null;
        try
        {
            using var document = JsonDocument.Parse(line.AsMemory(start));
            var root = document.RootElement;
            return new(root.GetProperty("timestamp").GetDateTimeOffset(), root.GetProperty("treatmentKey").GetString()!, root.GetProperty("entityId").GetString()!);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
