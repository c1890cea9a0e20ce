using System.Buffers;
using System.Buffers.Binary;

namespace RoomTypes.Events.Lake;

/// <summary>The values of a column, one after the other in the encoding PLAIN, led by which rows have one where rows may have none.</summary>
/// <param name="isOptional">Whether they may.</param>
internal sealed class ParquetPage(bool isOptional)
{
    private readonly ArrayBufferWriter<byte> _levels = new();
    private readonly ArrayBufferWriter<byte> _values = new();
    private bool _runHasValues;
    private int _run;

    /// <summary>Rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>The next row's number.</summary>
    public void Add(long? value)
    {
        if (!Next(value.HasValue)) return;
        BinaryPrimitives.WriteInt64LittleEndian(_values.GetSpan(sizeof(long)), value!.Value);
        _values.Advance(sizeof(long));
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
        if (!isOptional) return _values.WrittenSpan.ToArray();
        EndRun();
        var page = new ArrayBufferWriter<byte>(sizeof(int) + _levels.WrittenCount + _values.WrittenCount);
        Write(page, _levels.WrittenCount);
        page.Write(_levels.WrittenSpan);
        page.Write(_values.WrittenSpan);
        return page.WrittenSpan.ToArray();
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
            _levels.Write([(byte)(head >= 0x80 ? head | 0x80 : head)]);
            if (head < 0x80) break;
        }

        _levels.Write([_runHasValues ? (byte)1 : (byte)0]);
        _run = 0;
    }

    private static void Write(ArrayBufferWriter<byte> target, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target.GetSpan(sizeof(int)), value);
        target.Advance(sizeof(int));
    }
}
