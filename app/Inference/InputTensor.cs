using Microsoft.ML.OnnxRuntime;

namespace RoomTypes.Inference;

/// <summary>A uint8 tensor [1, height, width, 3] over memory that decoding writes into and models read from.</summary>
internal sealed class InputTensor : IDisposable
{
    private readonly byte[] _pixels;

    public InputTensor(PictureSize size)
    {
        _pixels = GC.AllocateUninitializedArray<byte>(size.RgbBytes, pinned: true);
        Value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _pixels.AsMemory(), [1, size.Height, size.Width, 3]);
    }

    /// <summary>RGB rows from the top.</summary>
    public Span<byte> Pixels => _pixels;

    public OrtValue Value { get; }

    public void Dispose() => Value.Dispose();
}
