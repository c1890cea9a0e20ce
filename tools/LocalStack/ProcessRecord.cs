using System.Globalization;

namespace RoomTypes.LocalStack;

/// <summary>A file that names a running process, by its id and by when it began, as ids are used again.</summary>
internal sealed class ProcessRecord(string file)
{
    // Of /proc/PID/stat behind the program's name, which may hold blanks (proc(5)).
    private const int StartField = 19;

    /// <summary>Notes a process.</summary>
    public void Write(int process)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"{process} {Start(process)}"));
    }

    /// <summary>It runs no more.</summary>
    public void Delete() => File.Delete(file);

    /// <summary>The process that is noted, if it still runs.</summary>
    public int? Find() =>
        File.Exists(file) && File.ReadAllText(file).Split(' ') is [var id, { Length: > 0 } start] && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && Start(process) == start ? process : null;

    /// <summary>Asks it to end, waits, and ends it.</summary>
    public async Task EndAsync(Signal signal, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (Find() is not { } process) return;
        Signals.Send(process, signal);
        for (var waited = TimeSpan.Zero; Find() is not null && waited < patience; waited += TimeSpan.FromMilliseconds(50)) await Task.Delay(50, cancellationToken);
        if (Find() is not null) System.Diagnostics.Process.GetProcessById(process).Kill();
        Delete();
    }

    private static string Start(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            // One that nobody has waited for has ended too.
            return fields[0] == "Z" ? "" : fields[StartField];
        }
        catch (IOException)
        {
            return "";
        }
    }
}
