using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace RoomTypes.Events.Lake;

/// <summary>
/// Rows as a Parquet file (https://parquet.apache.org/docs/file-format/): one row group, a page for each column, plain values, gzip. Every engine
/// reads that, and writing it needs no library; compaction makes larger and denser files of these. The numbers are those of parquet.thrift.
/// </summary>
internal static class ParquetFile
{
    private const int Int64 = 2;
    private const int Double = 5;
    private const int ByteArray = 6;
    private const int Plain = 0;
    private const int Rle = 3;
    private const int Gzip = 2;

    private static readonly byte[] Magic = "PAR1"u8.ToArray();

    /// <summary>The file.</summary>
    /// <param name="table">Its columns, to which <see cref="LakeTable.Written"/> is added.</param>
    /// <param name="rows">At least one, each with the microsecond that it was written in.</param>
    public static byte[] Write(LakeTable table, IReadOnlyList<(EventRecord Record, long Written)> rows)
    {
        using var file = new MemoryStream();
        file.Write(Magic);
        LakeColumn[] columns = [.. table.Columns, new LakeColumn(LakeTable.Written, false) { Whole = _ => 0 }];
        var chunks = Array.ConvertAll(columns, column => WriteChunk(file, column, PageOf(column, rows)));
        var footer = Footer(table.Kind, chunks, rows.Count);
        file.Write(footer.Span);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        file.Write(length);
        file.Write(Magic);
        return file.ToArray();
    }

    private static ParquetPage PageOf(LakeColumn column, IReadOnlyList<(EventRecord Record, long Written)> rows)
    {
        var page = new ParquetPage(column.IsOptional);
        foreach (var (record, written) in rows)
        {
            if (column.Name == LakeTable.Written) page.Add(written);
            else if (column.Whole is { } whole) page.Add(whole(record));
            else if (column.Number is { } number) page.Add(number(record));
            else if (column.Bytes is { } bytes) page.Add(bytes(record));
            else page.Add(column.Text!(record) is { } text ? Encoding.UTF8.GetBytes(text) : null);
        }

        return page;
    }

    private static Chunk WriteChunk(MemoryStream file, LakeColumn column, ParquetPage page)
    {
        var raw = page.ToArray();
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(raw);
        // PageHeader with a DataPageHeader.
        var head = new ThriftWriter().Begin().Field(1, 0).Field(2, raw.Length).Field(3, (int)compressed.Length)
            .Begin(5).Field(1, page.Rows).Field(2, Plain).Field(3, Rle).Field(4, Rle).End().End().Bytes;
        var offset = file.Length;
        file.Write(head.Span);
        compressed.WriteTo(file);
        return new(column, offset, head.Length + raw.Length, file.Length - offset);
    }

    // FileMetaData: the schema, one RowGroup with its ColumnChunks, the version of the columns.
    private static ReadOnlyMemory<byte> Footer(string kind, Chunk[] chunks, int rows)
    {
        var thrift = new ThriftWriter().Begin().Field(1, 1).List(2, ThriftWriter.Structure, chunks.Length + 1);
        thrift.Begin().Field(4, kind).Field(5, chunks.Length).End();
        foreach (var chunk in chunks) Declare(thrift, chunk.Column);
        thrift.Field(3, (long)rows).List(4, ThriftWriter.Structure, 1).Begin().List(1, ThriftWriter.Structure, chunks.Length);
        foreach (var chunk in chunks) Describe(thrift, chunk, rows);
        thrift.Field(2, chunks.Sum(chunk => chunk.Raw)).Field(3, (long)rows).End();
        thrift.List(5, ThriftWriter.Structure, 1).Begin()
            .Field(1, "room-type.schema").Field(2, LakeTable.SchemaVersion.ToString(CultureInfo.InvariantCulture)).End();
        return thrift.Field(6, "room-type version 1.0.0").End().Bytes;
    }

    // SchemaElement.
    private static void Declare(ThriftWriter thrift, LakeColumn column)
    {
        thrift.Begin().Field(1, TypeOf(column)).Field(3, column.IsOptional ? 1 : 0).Field(4, column.Name);
        const int Utf8 = 0;
        if (column.Text is not null) thrift.Field(6, Utf8);
        thrift.End();
    }

    // ColumnChunk with its ColumnMetaData.
    private static void Describe(ThriftWriter thrift, Chunk chunk, int rows) => thrift
        .Begin().Field(2, chunk.Offset).Begin(3)
        .Field(1, TypeOf(chunk.Column)).List(2, ThriftWriter.I32, 2).Number(Plain).Number(Rle).List(3, ThriftWriter.Binary, 1).Text(chunk.Column.Name)
        .Field(4, Gzip).Field(5, (long)rows).Field(6, chunk.Raw).Field(7, chunk.Compressed).Field(9, chunk.Offset)
        .End().End();

    private static int TypeOf(LakeColumn column) => column.Whole is not null ? Int64 : column.Number is not null ? Double : ByteArray;

    /// <summary>A column as it lies in the file; sizes are bytes with the page's header.</summary>
    private readonly record struct Chunk(LakeColumn Column, long Offset, long Raw, long Compressed);
}
