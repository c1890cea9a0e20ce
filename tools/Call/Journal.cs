using System.Text.Json;
using Google.Protobuf;
using RoomTypes.V1;

namespace RoomTypes.Calling;

/// <summary>Answers as JSON lines, on the console or in a file. What a file has already is not asked again.</summary>
internal sealed class Journal : IDisposable
{
    private readonly TextWriter _writer;
    private readonly bool _isFile;
    private readonly Lock _writing = new();

    private Journal(TextWriter writer, bool isFile, HashSet<string> done) => (_writer, _isFile, Done) = (writer, isFile, done);

    /// <summary>The pictures that were answered before.</summary>
    public IReadOnlySet<string> Done { get; }

    /// <summary>Opens it.</summary>
    /// <param name="path">A file, or null for the console.</param>
    /// <exception cref="CallException">It cannot be written, or has other lines.</exception>
    public static Journal Open(string? path)
    {
        if (path is null) return new(Console.Out, false, []);
        try
        {
            var (done, whole) = File.Exists(path) ? Read(path) : ([], 0);
            // A line that a kill has cut is asked for again.
            using (var file = File.Open(path, FileMode.OpenOrCreate)) file.SetLength(whole);
            return new(new StreamWriter(path, append: true), true, done);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CallException($"'{path}' cannot be written: {exception.Message}");
        }
    }

    /// <summary>Writes an answer at once.</summary>
    public void Add(string picture, RecognizeResponse answer)
    {
        lock (_writing)
        {
            _writer.WriteLine($"{{\"picture\":{JsonSerializer.Serialize(picture)},\"answer\":{JsonFormatter.Default.Format(answer)}}}");
            _writer.Flush();
        }
    }

    public void Dispose()
    {
        if (_isFile) _writer.Dispose();
    }

    private static (HashSet<string> Done, long Whole) Read(string path)
    {
        var (done, whole, bytes) = (new HashSet<string>(), 0, File.ReadAllBytes(path));
        for (int end; (end = bytes.AsSpan(whole).IndexOf((byte)'\n')) >= 0; whole += end + 1)
        {
            try
            {
                using var line = JsonDocument.Parse(bytes.AsMemory(whole, end));
                done.Add(line.RootElement.GetProperty("picture").GetString()!);
            }
            catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new CallException($"'{path}' has a line that is no answer of this command; name another file.");
            }
        }

        return (done, whole);
    }
}
