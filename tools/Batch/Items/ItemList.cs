using System.Text.Json;

namespace RoomTypes.Batch.Items;

/// <summary>The items of a batch as they were found when it began, in a file: a batch that goes on goes on with these, whatever was added since.</summary>
/// <param name="file">The file.</param>
internal sealed class ItemList(string file)
{
    /// <summary>Whether everything was found.</summary>
    public bool Exists => File.Exists(file);

    /// <summary>Writes what is found; where it is given up, there is no list.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> WriteAsync(IAsyncEnumerable<BatchItem> items, CancellationToken cancellationToken)
    {
        var (partial, count) = ($"{file}.partial", 0);
        await using (var stream = File.Create(partial))
        {
            await foreach (var item in items.WithCancellation(cancellationToken))
            {
                stream.Write(JsonSerializer.SerializeToUtf8Bytes(item, BatchJson.Default.BatchItem));
                stream.WriteByte((byte)'\n');
                count++;
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, file, overwrite: true);
        return count;
    }

    /// <summary>How many there are.</summary>
    public int Count() => File.ReadLines(file).Count();

    /// <summary>Each with its number, from 0 on.</summary>
    public IEnumerable<(int Number, BatchItem Item)> Read() => File.ReadLines(file).Select((line, number) => (number, JsonSerializer.Deserialize(line, BatchJson.Default.BatchItem)!));
}
