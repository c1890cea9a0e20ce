using System.Buffers.Binary;

namespace RoomTypes.Events.Lake;

/// <summary>The values of a column, one after the other in the encoding PLAIN, led by which rows have one where rows may have none.</summary>
/// <param name="isOptional">Whether they may.</param>
internal sealed class ParquetPage(bool isOptional)
{
    private readonly MemoryStream _levels = new();
    private readonly MemoryStream _values = new();
    private bool _runHasValues;
    private int _run;

    /// <summary>Rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>The next row's number.</summary>
    public void Add(long? value)
    {
        if (!Next(value.HasValue)) return;
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value!.Value);
        _values.Write(bytes);
    }

    /// <summary>The next row's number.</summary>
    public void Add(double? value) => Add(value is { } number ? BitConverter.DoubleToInt64Bits(number) : (long?)null);

    /// <summary>The next row's bytes.</summary>
    public void Add(byte[]? value)
    {
        if (!Next(value is not null)) return;
        Write(_values, value!.Length);
        _values.Write(value);
    }

    /// <summary>The page without its header.</summary>
    public byte[] ToArray()
    {
        using var page = new MemoryStream();
        if (isOptional)
        {
            EndRun();
            Write(page, (int)_levels.Length);
            _levels.WriteTo(page);
        }

        _values.WriteTo(page);
        return page.ToArray();
    }

    private bool Next(bool hasValue)
    {
        if (!hasValue && !isOptional) throw new ArgumentNullException(nameof(hasValue), "A column whose rows all have a value lacks one.");
        Rows++;
        if (!isOptional) return true;
        if (_run > 0 && hasValue != _runHasValues) EndRun();
        (_run, _runHasValues) = (_run + 1, hasValue);
        return hasValue;
    }

    // The hybrid of runs and packed bits, of which runs alone are written: twice the length of the run, then its level
    // (https://parquet.apache.org/docs/file-format/data-pages/encodings/).
    private void EndRun()
    {
        if (_run == 0) return;
        for (var head = (uint)_run << 1; ; head >>= 7)
        {
            _levels.WriteByte((byte)(head >= 0x80 ? head | 0x80 : head));
            if (head < 0x80) break;
        }

        _levels.WriteByte(_runHasValues ? (byte)1 : (byte)0);
        _run = 0;
    }

    private static void Write(MemoryStream target, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        target.Write(bytes);
    }
}
