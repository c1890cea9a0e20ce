namespace RoomTypes.Decoding;

/// <summary>
/// What a picture costs to decode, told by its header: a few bytes can stand for a hundred million samples. One sample costs 5 to 15
/// nanoseconds of a core of 2023 (docs/decisions/0008-cost-from-headers.md).
/// </summary>
/// <param name="Samples">
/// Samples (pixels x channels) of a PNG or WebP. Of a JPEG, a thirty-second of them for each of its scans if it has several, and else a
/// sixteenth and a quarter of those that are left when it is scaled while it is read.
/// </param>
public readonly record struct ImageCost(long Samples);
