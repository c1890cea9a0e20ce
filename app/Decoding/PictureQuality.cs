namespace RoomTypes.Decoding;

/// <summary>What a picture's pixels say of the camera that took it, without a model.</summary>
/// <param name="Brightness">The mean of the green channel, which makes most of the luma; 0 (black) to 1 (white).</param>
/// <param name="Sharpness">The variance of its Laplacian, in squared steps of 0 to 255 (J. L. Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy, 2000): low where nothing has an edge, high with noise.</param>
/// <param name="Megapixels">Of the picture as it was sent.</param>
public readonly record struct PictureQuality(double Brightness, double Sharpness, double Megapixels)
{
    // One of four pixels says as much in a quarter of the time (docs/decisions/0087).
    private const int Step = 2;

    /// <summary>Measures what a model is given.</summary>
    /// <param name="rgb">8-bit RGB, rows from the top.</param>
    /// <param name="width">Pixels of a row; at least 3.</param>
    /// <param name="header">Of the picture as it was sent.</param>
    public static PictureQuality Of(ReadOnlySpan<byte> rgb, int width, ImageHeader header)
    {
        var row = width * 3;
        var (count, light, sum, squares) = (0, 0L, 0L, 0L);
        for (var start = row; start + (2 * row) <= rgb.Length; start += Step * row)
        {
            var above = rgb.Slice(start - row, row);
            var own = rgb.Slice(start, row);
            var below = rgb.Slice(start + row, row);
            for (var green = 4; green + 3 < row; green += Step * 3)
            {
                var value = own[green];
                var laplacian = above[green] + below[green] + own[green - 3] + own[green + 3] - (4 * value);
                light += value;
                sum += laplacian;
                squares += laplacian * laplacian;
                count++;
            }
        }

        var mean = (double)sum / count;
        return new(light / (255.0 * count), ((double)squares / count) - (mean * mean), header.Width * (double)header.Height / 1e6);
    }
}
