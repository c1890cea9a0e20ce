using System.Runtime.InteropServices;

namespace RoomTypes.Decoding;

/// <summary>
/// Unmanaged memory that grows on demand: pictures stay off the large-object heap. Contents are not cleared. It is freed with its
/// object, so whoever uses the pointer keeps the object alive.
/// </summary>
internal sealed unsafe class NativeBuffer
{
    private byte* _data;
    private nuint _capacity;

    ~NativeBuffer() => NativeMemory.Free(_data);

    public bool IsEmpty => _capacity == 0;

    /// <summary>At least <paramref name="length"/> bytes, valid until the next call; earlier contents are lost if it has to grow.</summary>
    public byte* Reserve(nuint length)
    {
        if (length > _capacity)
        {
            Trim(0);
            _data = (byte*)NativeMemory.Alloc(length);
            _capacity = length;
        }
        return _data;
    }

    /// <summary>Gives the memory back if it is more than <paramref name="kept"/> bytes.</summary>
    public void Trim(nuint kept)
    {
        if (_capacity <= kept) return;
        NativeMemory.Free(_data);
        _data = null;
        _capacity = 0;
    }
}
