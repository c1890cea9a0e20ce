using RoomTypes.Decoding;
using RoomTypes.Evaluate;

namespace RoomTypes.Tests.Evaluate;

/// <summary>A sample picture at the models' size, changed as a moving camera would, as a PNG. What chance decides follows from a seed.</summary>
internal sealed class AlteredPicture
{
    private const int Size = 224;
    private const int Channels = 3;
    private byte[] _pixels = new byte[Size * Size * Channels];

    private AlteredPicture(byte[] picture) => new ImageDecoder(TestOptions.Read().Decoding).Decode(picture, Size, Size, _pixels);

    /// <summary>The names of all samples, for example kitchen_1.jpg.</summary>
    public static IReadOnlyList<string> Samples { get; } =
        [.. Directory.GetFiles(Path.Combine(Support.Samples.Folder, "samples"), "*.jpg").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static AlteredPicture Of(string sample) => new(Support.Samples.Picture(sample));

    /// <summary>The label of a sample, for example living_room.</summary>
    public static string LabelOf(string sample) => sample[..sample.LastIndexOf('_')];

    /// <summary>The mean of the pixels around, thrice, which is nearly a Gaussian.</summary>
    public AlteredPicture Blurred(int radius)
    {
        for (var i = 0; i < 3; i++)
        {
            _pixels = Means(radius, 1, 0);
            _pixels = Means(radius, 0, 1);
        }

        return this;
    }

    public AlteredPicture Darkened(double factor) => Each((_, value) => value * factor);

    /// <summary>Normal noise of a standard deviation in grey levels.</summary>
    public AlteredPicture Noisy(double deviation, int seed)
    {
        var random = new Random(seed);
        return Each((_, value) => value + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));
    }

    /// <summary>Turned about its middle; what comes from outside is black.</summary>
    public AlteredPicture Rotated(double degrees)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        return Moved((x, y) => ((x * cosine) - (y * sine), (x * sine) + (y * cosine)));
    }

    /// <summary>Its part around a point, as large as the picture; shares of the picture, the point from -1 to 1 of what is free.</summary>
    public AlteredPicture Cropped(double share, double x, double y) => Moved((left, top) => ((left * share) + (x * (1 - share) / 2 * Size), (top * share) + (y * (1 - share) / 2 * Size)));

    /// <summary>Its tiles in another order: everything is there and nothing where it belongs.</summary>
    public AlteredPicture Mixed(int tilesOfARow, int seed)
    {
        var order = Enumerable.Range(0, tilesOfARow * tilesOfARow).ToArray();
        new Random(seed).Shuffle(order);
        var (mixed, side) = (new byte[_pixels.Length], Size / tilesOfARow);
        for (var tile = 0; tile < order.Length; tile++)
        {
            for (var row = 0; row < side; row++) Row(_pixels, order[tile], row).CopyTo(Row(mixed, tile, row));
        }

        _pixels = mixed;
        return this;

        Span<byte> Row(byte[] pixels, int tile, int row) => pixels.AsSpan(((((tile / tilesOfARow * side) + row) * Size) + (tile % tilesOfARow * side)) * Channels, side * Channels);
    }

    public byte[] ToPng() => Png.Encode(_pixels, Size, Size);

    private AlteredPicture Each(Func<int, double, double> change)
    {
        for (var i = 0; i < _pixels.Length; i++) _pixels[i] = (byte)Math.Clamp(Math.Round(change(i, _pixels[i])), 0, 255);
        return this;
    }

    private AlteredPicture Moved(Func<double, double, (double X, double Y)> source)
    {
        var moved = new byte[_pixels.Length];
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var (fromX, fromY) = source(x - (Size / 2.0), y - (Size / 2.0));
                var (column, row) = ((int)Math.Round(fromX + (Size / 2.0)), (int)Math.Round(fromY + (Size / 2.0)));
                if (column is >= 0 and < Size && row is >= 0 and < Size) _pixels.AsSpan(((row * Size) + column) * Channels, Channels).CopyTo(moved.AsSpan(((y * Size) + x) * Channels));
            }
        }

        _pixels = moved;
        return this;
    }

    private byte[] Means(int radius, int across, int down)
    {
        var means = new byte[_pixels.Length];
        for (var i = 0; i < _pixels.Length; i++)
        {
            var (x, y, channel) = (i / Channels % Size, i / Channels / Size, i % Channels);
            var sum = 0;
            for (var step = -radius; step <= radius; step++)
            {
                var (column, row) = (Math.Clamp(x + (step * across), 0, Size - 1), Math.Clamp(y + (step * down), 0, Size - 1));
                sum += _pixels[(((row * Size) + column) * Channels) + channel];
            }

            means[i] = (byte)(sum / ((2 * radius) + 1));
        }

        return means;
    }
}
