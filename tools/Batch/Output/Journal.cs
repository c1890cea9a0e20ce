using System.Collections;
using System.Text.Json;

namespace RoomTypes.Batch.Output;

/// <summary>How a batch began: what goes on has to be the same.</summary>
/// <param name="Input">Where its items are from.</param>
/// <param name="Model">name@version.</param>
/// <param name="Format">jsonl or parquet.</param>
/// <param name="ByFolder">Whether the pictures of a folder are one item.</param>
internal sealed record JournalHead(string Input, string Model, string Format, bool ByFolder);

/// <summary>A part of the output that is whole.</summary>
/// <param name="Part">Its number.</param>
/// <param name="Failed">How many of its items have no answer.</param>
/// <param name="Items">The numbers of the items that it has answers or failures of.</param>
internal sealed record JournalPart(int Part, int Failed, IReadOnlyList<int> Items);

/// <summary>
/// What of a batch is done, by item: a line for how it began and one for each part, written after the part is where it belongs. What is killed in
/// between writes that part again; a line that is torn is none.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly FileStream _stream;
    private readonly FileStream _lock;

    private Journal(FileStream stream, FileStream @lock, BitArray done) => (_stream, _lock, Done) = (stream, @lock, done);

    /// <summary>Whether each item is done.</summary>
    public BitArray Done { get; }

    /// <summary>Items that are done.</summary>
    public int Count { get; private set; }

    /// <summary>Of them, those without an answer.</summary>
    public int Failed { get; private set; }

    /// <summary>The number of the next part.</summary>
    public int NextPart { get; private set; }

    /// <summary>Opens the journal of a batch, or begins it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="head">How the batch begins.</param>
    /// <param name="items">How many items it has.</param>
    /// <exception cref="BatchException">Another batch was begun there, or another process is at it.</exception>
    public static Journal Open(string file, JournalHead head, int items)
    {
        var journal = Open(file, new BitArray(items));
        try
        {
            journal.Read(head);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    // The journal itself may be read meanwhile.
    private static Journal Open(string file, BitArray done)
    {
        try
        {
            var @lock = new FileStream($"{file}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read), @lock, done);
        }
        catch (IOException exception)
        {
            throw new BatchException($"The journal {file} cannot be opened: {exception.Message} Is another batch under way there?", exception);
        }
    }

    /// <summary>A part is where it belongs.</summary>
    public void Add(IReadOnlyList<int> items, int failed)
    {
        var part = new JournalPart(NextPart, failed, items);
        Write(JsonSerializer.SerializeToUtf8Bytes(part, BatchJson.Default.JournalPart));
        Apply(part);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _lock.Dispose();
    }

    private void Read(JournalHead head)
    {
        var (content, whole) = (new byte[_stream.Length], 0);
        _stream.ReadExactly(content);
        foreach (var line in Lines(content))
        {
            if (whole == 0) Verify(JsonSerializer.Deserialize(line.Span, BatchJson.Default.JournalHead)!, head);
            else Apply(JsonSerializer.Deserialize(line.Span, BatchJson.Default.JournalPart)!);
            whole += line.Length + 1;
        }

        _stream.SetLength(whole);
        _stream.Position = whole;
        if (whole == 0) Write(JsonSerializer.SerializeToUtf8Bytes(head, BatchJson.Default.JournalHead));
    }

    /// <summary>Lines that end.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(byte[] content)
    {
        for (var start = 0; Array.IndexOf(content, (byte)'\n', start) is >= 0 and var end; start = end + 1) yield return content.AsMemory(start, end - start);
    }

    private static void Verify(JournalHead begun, JournalHead head)
    {
        if (begun != head)
            throw new BatchException($"Another batch was begun there: of {begun.Input} by {begun.Model} as {begun.Format}{(begun.ByFolder ? " by folders" : "")}. Name another output, or delete what is there.");
    }

    private void Apply(JournalPart part)
    {
        foreach (var item in part.Items) Done[item] = true;
        Count += part.Items.Count;
        Failed += part.Failed;
        NextPart = part.Part + 1;
    }

    private void Write(byte[] line)
    {
        _stream.Write([.. line, (byte)'\n']);
        _stream.Flush(flushToDisk: true);
    }
}
