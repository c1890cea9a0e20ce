namespace RoomTypes.Decoding;

/// <summary>A picture cannot be used. The message names what was found, what is allowed and how to fix it.</summary>
public sealed class ImageRejectedException : Exception
{
    /// <summary>No bytes at all.</summary>
    public const string Empty = "image_empty";

    /// <summary>Not a JPEG, PNG or WebP, or a kind of one that is not read.</summary>
    public const string FormatUnsupported = "image_format_unsupported";

    /// <summary>Bytes, width, height, pixels or decoding memory over a limit of <see cref="DecodingOptions"/>.</summary>
    public const string TooLarge = "image_too_large";

    /// <summary>Broken or truncated.</summary>
    public const string Corrupt = "image_corrupt";

    private const string Allowed = "JPEG, PNG or WebP";
    private const int ShownBytes = 12;

    private ImageRejectedException(string code, string message)
        : base(message) => Code = code;

    /// <summary>Stable and machine-readable: one of the constants of this class.</summary>
    public string Code { get; }

    /// <summary>What was found, such as HEIC or a number with its unit; null where only the message tells.</summary>
    public string? Value { get; private init; }

    /// <summary>What is allowed instead.</summary>
    public string? Limit { get; private init; }

    internal static ImageRejectedException NoBytes() =>
        new(Empty, "The image has 0 bytes. Send the bytes of a JPEG, PNG or WebP picture.");

    internal static ImageRejectedException Unknown(ReadOnlySpan<byte> image)
    {
        var start = $"0x{Convert.ToHexString(image[..Math.Min(image.Length, ShownBytes)])}";
        return FileSignature.NameOf(image) is { } name
            ? new(FormatUnsupported, $"The file is {name}, whatever its name or content type says. Convert it and send {Allowed}.") { Value = name, Limit = Allowed }
            : new(FormatUnsupported, $"The image is no {Allowed}: of its {image.Length:N0} bytes the first are {start}. Send one of these; convert others, such as HEIC, AVIF, GIF or TIFF.")
            {
                Value = start,
                Limit = Allowed,
            };
    }

    internal static ImageRejectedException Unsupported(string found, string fix) =>
        new(FormatUnsupported, $"The image is {found}. {fix}") { Value = found, Limit = Allowed };

    internal static ImageRejectedException OverLimit(string what, long value, long limit, string unit) =>
        new(TooLarge, $"The image's {what} of {value:N0} {unit} is over the limit of {limit:N0} {unit}. Send a smaller picture.")
        {
            Value = $"{value} {unit}",
            Limit = $"{limit} {unit}",
        };

    internal static ImageRejectedException Broken(string format, string reason) =>
        new(Corrupt, $"The {format} image is broken or truncated: {reason.TrimEnd('.')}. Send the complete, unchanged file.");
}
