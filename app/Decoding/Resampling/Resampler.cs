using RoomTypes.Decoding.Formats;

namespace RoomTypes.Decoding.Resampling;

/// <summary>
/// Resizes a picture to exactly the wanted size and turns it upright. Both axes go through the same sum of whole rows, which
/// vectorises for any number of channels: down first, then, on the transposed and already smaller picture, across.
/// </summary>
internal sealed unsafe class Resampler
{
    private const int Channels = 3;

    private readonly TriangleFilter _across = new(), _down = new();
    private readonly NativeBuffer _columns = new(), _line = new();

    /// <summary>Writes the whole picture to <paramref name="rgb"/>, where <paramref name="placement"/> says.</summary>
    public void Resize(Pixels pixels, in Placement placement, Span<byte> rgb)
    {
        int width = placement.StoredWidth, height = placement.StoredHeight;
        _across.Prepare(pixels.Width, width);
        _down.Prepare(pixels.Height, height);
        byte* columns = _columns.Reserve((nuint)pixels.Width * (nuint)height * Channels);
        byte* line = _line.Reserve((nuint)Math.Max(pixels.Width, height) * Channels);

        for (int y = 0; y < height; y++)
        {
            SumRows(pixels.Data, pixels.Width, _down, y, line);
            Scatter(line, pixels.Width, columns + y * Channels, height);
        }
        fixed (byte* upright = rgb)
            for (int x = 0; x < width; x++)
            {
                SumRows(columns, height, _across, x, line);
                Scatter(line, height, upright + (placement.Origin + x * placement.StepX) * Channels, placement.StepY);
            }
    }

    public void Trim(nuint kept)
    {
        _columns.Trim(kept);
        _line.Trim(kept);
        _across.Trim(kept);
        _down.Trim(kept);
    }

    private static void SumRows(byte* rows, int width, TriangleFilter filter, int index, byte* target)
    {
        nint stride = (nint)width * Channels;
        var weights = filter.Weights(index, out int first);
        WeightedSum.OfRows(rows + first * stride, stride, weights, target, width * Channels);
    }

    /// <summary>Puts a line's pixels <paramref name="step"/> pixels apart.</summary>
    private static void Scatter(byte* line, int count, byte* target, int step)
    {
        nint bytes = (nint)step * Channels;
        for (; count > 0; count--, line += Channels, target += bytes)
        {
            *(ushort*)target = *(ushort*)line;
            target[2] = line[2];
        }
    }
}
