namespace RoomTypes.Evaluate;

/// <summary>Changes of square 8-bit RGB pictures. What lies beyond an edge is what lies on it.</summary>
internal static class Pixels
{
    /// <summary>Three deviations hold all of a Gaussian that 8 bits can show.</summary>
    private const int Deviations = 3;

    public static byte[] Blur(byte[] rgb, int side, double sigma)
    {
        var radius = (int)Math.Ceiling(Deviations * sigma);
        var weights = Enumerable.Range(-radius, (2 * radius) + 1).Select(offset => (float)Math.Exp(-offset * offset / (2 * sigma * sigma))).ToArray();
        var sum = weights.Sum();
        for (var i = 0; i < weights.Length; i++) weights[i] /= sum;
        return Blur(Blur(rgb, side, weights, 3, side * 3), side, weights, side * 3, 3);
    }

    public static byte[] Noise(byte[] rgb, double deviation, int seed)
    {
        var random = new Random(seed);
        return Array.ConvertAll(rgb, value => Byte(value + (deviation * Gaussian(random))));
    }

    public static byte[] Scale(byte[] rgb, float factor) => Array.ConvertAll(rgb, value => Byte(value * factor));

    public static byte[] Rotate(byte[] rgb, int side, double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var middle = (side - 1) / 2.0;
        var turned = new byte[rgb.Length];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var (dx, dy) = (x - middle, y - middle);
                Sample(rgb, side, middle + (cos * dx) + (sin * dy), middle - (sin * dx) + (cos * dy), turned.AsSpan(((y * side) + x) * 3, 3));
            }
        }

        return turned;
    }

    public static byte[] Crop(byte[] rgb, int side, int part)
    {
        var first = (side - part) / 2;
        var cropped = new byte[part * part * 3];
        for (var row = 0; row < part; row++) rgb.AsSpan((((first + row) * side) + first) * 3, part * 3).CopyTo(cropped.AsSpan(row * part * 3));
        return cropped;
    }

    /// <summary>Along one axis, whose neighbours are <paramref name="step"/> bytes apart, for each line of the other.</summary>
    private static byte[] Blur(byte[] rgb, int side, float[] weights, int step, int lineStep)
    {
        var blurred = new byte[rgb.Length];
        var radius = weights.Length / 2;
        for (var line = 0; line < side; line++)
        {
            for (var place = 0; place < side; place++)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    var (start, sum) = ((line * lineStep) + channel, 0f);
                    for (var i = 0; i < weights.Length; i++) sum += weights[i] * rgb[start + (Math.Clamp(place + i - radius, 0, side - 1) * step)];
                    blurred[start + (place * step)] = Byte(sum);
                }
            }
        }

        return blurred;
    }

    private static void Sample(byte[] rgb, int side, double x, double y, Span<byte> pixel)
    {
        (x, y) = (Math.Clamp(x, 0, side - 1), Math.Clamp(y, 0, side - 1));
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, side - 1), Math.Min(top + 1, side - 1));
        var (across, down) = (x - left, y - top);
        for (var channel = 0; channel < 3; channel++)
        {
            var upper = At(left, top, channel) + (across * (At(right, top, channel) - At(left, top, channel)));
            var lower = At(left, bottom, channel) + (across * (At(right, bottom, channel) - At(left, bottom, channel)));
            pixel[channel] = Byte(upper + (down * (lower - upper)));
        }

        double At(int column, int row, int channel) => rgb[(((row * side) + column) * 3) + channel];
    }

    // Box and Muller, 1958.
    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
