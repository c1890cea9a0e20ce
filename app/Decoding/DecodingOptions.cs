using RoomTypes.Configuration;

namespace RoomTypes.Decoding;

/// <summary>What a picture may cost. Every limit is checked from the picture's header, before a pixel is decoded.</summary>
public sealed class DecodingOptions
{
    /// <summary>Largest encoded picture, in bytes.</summary>
    /// <value>Default 4,500,000, what fits a Lambda call after base64; 1,024 to 100,000,000.</value>
    public int MaxImageBytes { get; set; } = 4_500_000;

    /// <summary>Largest width as stored, in pixels.</summary>
    /// <value>Default 16,384; 16 to 65,500, the most that libjpeg takes.</value>
    public int MaxWidth { get; set; } = 16_384;

    /// <summary>Largest height as stored, in pixels.</summary>
    /// <value>Default 16,384; 16 to 65,500.</value>
    public int MaxHeight { get; set; } = 16_384;

    /// <summary>Largest width times height, in pixels.</summary>
    /// <value>Default 50,000,000; 256 to 500,000,000.</value>
    public long MaxPixels { get; set; } = 50_000_000;

    /// <summary>
    /// Most memory that one picture may take while it is decoded, in bytes.
    /// A sequential JPEG is scaled while it is read and hardly needs any; a progressive JPEG needs 3 to 6 bytes a pixel,
    /// PNG 3 or 4, lossy WebP 3 or 5, lossless WebP 7 or 8. Peak memory is this times the pictures decoded at once.
    /// </summary>
    /// <value>Default 134,217,728; 1,048,576 to 4,294,967,296.</value>
    public long MaxDecodeBytes { get; set; } = 128L << 20;

    /// <summary>What all pictures of a request may cost together, in samples as <see cref="ImageCost"/> counts them.</summary>
    /// <value>Default 160,000,000, about two seconds of a core; 1,000,000 to 100,000,000,000.</value>
    public long MaxRequestSamples { get; set; } = 160_000_000;

    internal static DecodingOptions Read(SettingReader reader)
    {
        var defaults = new DecodingOptions();
        return new()
        {
            MaxImageBytes = reader.Number("Decoding:MaxImageBytes", defaults.MaxImageBytes, 1_024, 100_000_000, "bytes"),
            MaxWidth = reader.Number("Decoding:MaxWidth", defaults.MaxWidth, 16, 65_500, "pixels"),
            MaxHeight = reader.Number("Decoding:MaxHeight", defaults.MaxHeight, 16, 65_500, "pixels"),
            MaxPixels = reader.LargeNumber("Decoding:MaxPixels", defaults.MaxPixels, 256, 500_000_000, "pixels"),
            MaxDecodeBytes = reader.LargeNumber("Decoding:MaxDecodeBytes", defaults.MaxDecodeBytes, 1 << 20, 1L << 32, "bytes"),
            MaxRequestSamples = reader.LargeNumber("Decoding:MaxRequestSamples", defaults.MaxRequestSamples, 1_000_000, 100_000_000_000, "samples"),
        };
    }
}
