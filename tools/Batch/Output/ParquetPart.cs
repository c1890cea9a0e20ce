using Parquet;
using Parquet.Schema;
using RoomTypes.Batch.Work;

namespace RoomTypes.Batch.Output;

/// <summary>Answers as a Parquet file: a column a field, probability_LABEL for each label, compressed by zstd.</summary>
internal static class ParquetPart
{
    /// <summary>A file of one row group.</summary>
    /// <param name="results">At least one; all of one model.</param>
    public static async Task<byte[]> OfAsync(IReadOnlyList<BatchResult> results)
    {
        Column[] columns =
        [
            Text("id", result => result.Id, nullable: false),
            Text("mission", result => result.Mission),
            Text("room", result => result.Room),
            Text("model", result => result.Model, nullable: false),
            Text("room_type", result => result.RoomType, nullable: false),
            Number("confidence", result => result.Confidence),
            new(new DataField<float?>("unknown_score"), (group, field, rows) => group.WriteAsync<float>(field, Values(rows, result => result.UnknownScore))),
            Number("pictures", result => result.Pictures),
            .. results[0].Probabilities.Keys.Select(label => Number($"probability_{label}", result => result.Probabilities[label])),
        ];
        using var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), file, new ParquetOptions { CompressionMethod = CompressionMethod.Zstd }))
        {
            using var group = writer.CreateRowGroup();
            foreach (var column in columns) await column.Write(group, column.Field, results);
        }

        // The writer has closed it, and what it has can be had.
        return file.ToArray();
    }

    private static Column Text(string name, Func<BatchResult, string?> value, bool nullable = true) =>
        new(new DataField<string>(name, nullable), (group, field, rows) => group.WriteAsync(field, Values(rows, value)!));

    private static Column Number<T>(string name, Func<BatchResult, T> value)
        where T : struct => new(new DataField<T>(name), (group, field, rows) => group.WriteAsync<T>(field, Values(rows, value)));

    private static T[] Values<T>(IReadOnlyList<BatchResult> results, Func<BatchResult, T> value) => [.. results.Select(value)];

    private sealed record Column(DataField Field, Func<ParquetRowGroupWriter, DataField, IReadOnlyList<BatchResult>, Task> Write);
}
