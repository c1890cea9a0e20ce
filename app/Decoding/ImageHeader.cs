namespace RoomTypes.Decoding;

/// <summary>Encodings that <see cref="ImageDecoder"/> reads. Told by a picture's first bytes, never by its content type.</summary>
public enum ImageFormat
{
    /// <summary>ITU-T T.81, 8 bits a sample.</summary>
    Jpeg,

    /// <summary>W3C PNG; of an animation, its default image.</summary>
    Png,

    /// <summary>RFC 9649, still pictures.</summary>
    WebP,
}

/// <summary>What a picture's header says.</summary>
/// <param name="Format">The encoding.</param>
/// <param name="Width">Width in pixels as stored, before orientation.</param>
/// <param name="Height">Height in pixels as stored, before orientation.</param>
/// <param name="Orientation">EXIF orientation, 1 to 8; 1 where the picture has none or a malformed one.</param>
public readonly record struct ImageHeader(ImageFormat Format, int Width, int Height, int Orientation);
