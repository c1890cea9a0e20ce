using RoomTypes.Decoding.Formats;

namespace RoomTypes.Decoding.Resampling;

/// <summary>Resizes a picture to exactly the wanted size, across and then down, and turns the result upright.</summary>
internal sealed unsafe class Resampler
{
    private const int Channels = 3;

    private readonly TriangleFilter _across = new(), _down = new();
    private readonly NativeBuffer _narrowed = new(), _line = new();

    /// <summary>Writes the whole picture to <paramref name="rgb"/>, where <paramref name="placement"/> says.</summary>
    public void Resize(Pixels pixels, in Placement placement, Span<byte> rgb)
    {
        nint stride = (nint)placement.StoredWidth * Channels + WeightedSum.Slack;
        byte* narrowed = _narrowed.Reserve((nuint)stride * (nuint)pixels.Height);
        Narrow(pixels, narrowed, stride, placement.StoredWidth);
        fixed (byte* upright = rgb)
            Shorten(narrowed, stride, pixels.Height, placement, upright);
        GC.KeepAlive(this);
    }

    public void Trim(nuint kept)
    {
        _narrowed.Trim(kept);
        _line.Trim(kept);
        _across.Trim(kept);
        _down.Trim(kept);
    }

    private void Narrow(Pixels pixels, byte* target, nint targetStride, int width)
    {
        _across.Prepare(pixels.Width, width);
        nint stride = (nint)pixels.Width * Channels;
        // The last rows are taken together with some before them once more; a picture of fewer goes row by row, each four times.
        int rows = pixels.Height < WeightedSum.Rows ? 1 : WeightedSum.Rows;
        nint step = rows == 1 ? 0 : stride, targetStep = rows == 1 ? 0 : targetStride;
        for (int top = 0; top < pixels.Height; top += rows)
        {
            int y = Math.Min(top, pixels.Height - rows);
            byte* from = pixels.Data + y * stride, to = target + y * targetStride;
            for (int x = 0; x < width; x++, to += Channels)
            {
                var weights = _across.Weights(x, out int first);
                WeightedSum.OfPixels(from + (nint)first * Channels, step, weights, to, targetStep);
            }
        }
    }

    private void Shorten(byte* rows, nint stride, int count, in Placement placement, byte* upright)
    {
        int width = placement.StoredWidth, length = width * Channels;
        _down.Prepare(count, placement.StoredHeight);
        byte* line = _line.Reserve((nuint)length);
        for (int y = 0; y < placement.StoredHeight; y++)
        {
            var weights = _down.Weights(y, out int first);
            byte* row = upright + (placement.Origin + y * placement.StepY) * Channels;
            bool isRow = placement.StepX == 1;
            WeightedSum.OfRows(rows + first * stride, stride, weights, isRow ? row : line, length);
            if (!isRow) Scatter(line, width, row, placement.StepX);
        }
    }

    /// <summary>Puts a line's pixels <paramref name="step"/> pixels apart.</summary>
    private static void Scatter(byte* line, int count, byte* target, int step)
    {
        for (nint bytes = (nint)step * Channels; count > 0; count--, line += Channels, target += bytes)
            (target[0], target[1], target[2]) = (line[0], line[1], line[2]);
    }
}
