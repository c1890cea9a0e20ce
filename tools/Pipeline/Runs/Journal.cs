using System.Text.Json;

namespace RoomTypes.PipelineTool.Runs;

/// <summary>What happened in a run, a line each, on the disk before it counts. One process writes it at a time.</summary>
internal sealed class Journal : IDisposable
{
    private const byte LineEnd = (byte)'\n';
    private readonly FileStream _lock;
    private readonly FileStream _file;
    private readonly RunState _state;

    private Journal(FileStream hold, FileStream file, RunState state) => (_lock, _file, _state) = (hold, file, state);

    /// <summary>Opens one, to write on.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public static Journal Open(string path, RunState state)
    {
        var hold = new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        CutOff(file);
        return new(hold, file, state);
    }

    /// <summary>The lines of a journal. One that a kill has cut is none.</summary>
    public static IEnumerable<JournalEntry> Read(string path)
    {
        if (!File.Exists(path)) yield break;
        var text = File.ReadAllText(path);
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)) yield return JsonSerializer.Deserialize(line, RunJson.Default.JournalEntry)!;
    }

    /// <summary>Writes a line.</summary>
    public void Write(JournalEntry entry)
    {
        _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry, RunJson.Default.JournalEntry), LineEnd]);
        _file.Flush(flushToDisk: true);
        _state.Add(entry);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    /// <summary>Takes away what a kill has left of a line, and goes to the end.</summary>
    private static void CutOff(FileStream file)
    {
        var end = file.Length;
        while (end > 0)
        {
            file.Position = end - 1;
            if (file.ReadByte() == LineEnd) break;
            end--;
        }

        file.SetLength(end);
        file.Position = end;
    }
}
