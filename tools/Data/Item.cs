using System.Text.Json.Serialization;

namespace RoomTypes.Data;

/// <summary>A picture of a data set: a line of its manifest.</summary>
public sealed record Item
{
    /// <summary>The picture, relative to the manifest's folder, with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>The file's SHA-256, 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What it shows, for example dining_room.</summary>
    public required string Label { get; init; }

    /// <summary>Whose it is, a robot or a home: pictures of one entity are never in two splits. Null where that is not known.</summary>
    public string? Entity { get; init; }

    /// <summary>What it is for, for example train, validation or test; null before it is split.</summary>
    public string? Split { get; init; }

    /// <summary>What was seen of its pixels when it was added.</summary>
    public required Traits Traits { get; init; }
}

/// <summary>What a picture's pixels say of it without a model; taken from the picture as models see it, squashed to 224 x 224.</summary>
/// <param name="Width">Pixels of a row, as stored.</param>
/// <param name="Height">Rows, as stored.</param>
/// <param name="Hash">Its perceptual hash, 16 hexadecimal digits: pictures that look alike differ in few of its 64 bits.</param>
/// <param name="Brightness">The mean luma, 0 (black) to 1 (white).</param>
/// <param name="Clipped">The share of pixels without detail, nearly black or nearly white; 0 to 1.</param>
/// <param name="Sharpness">The variance of the Laplacian of the luma, in squared steps of 0 to 255; low where nothing has an edge.</param>
public sealed record Traits(int Width, int Height, string Hash, double Brightness, double Clipped, double Sharpness);

/// <summary>Reads and writes items without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Item))]
internal sealed partial class ItemJson : JsonSerializerContext;
