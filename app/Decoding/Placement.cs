namespace RoomTypes.Decoding;

/// <summary>
/// Where a stored picture's pixels go when it is shown upright in width x height pixels: the pixel (x, y), as stored, belongs at
/// <c>Origin + x * StepX + y * StepY</c>, counted in pixels.
/// </summary>
internal readonly struct Placement
{
    /// <param name="orientation">EXIF orientation, 1 to 8: which edges of the upright picture row 0 and column 0 are.</param>
    /// <param name="width">Width of the upright result.</param>
    /// <param name="height">Height of the upright result.</param>
    public Placement(int orientation, int width, int height)
    {
        bool transposed = orientation >= 5;
        bool fromRight = orientation is 2 or 3 or 6 or 7;
        bool fromBottom = orientation is 3 or 4 or 7 or 8;
        int across = fromRight ? -1 : 1;
        int down = fromBottom ? -width : width;

        Origin = (fromRight ? width - 1 : 0) + (fromBottom ? (height - 1) * width : 0);
        (StepX, StepY) = transposed ? (down, across) : (across, down);
        (StoredWidth, StoredHeight) = transposed ? (height, width) : (width, height);
    }

    public int StoredWidth { get; }

    public int StoredHeight { get; }

    public int Origin { get; }

    public int StepX { get; }

    public int StepY { get; }
}
