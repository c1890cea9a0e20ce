namespace RoomTypes.Caching;

/// <summary>What a model said of a picture. Shared by requests: nothing writes to it.</summary>
/// <param name="Probabilities">By label.</param>
/// <param name="Milliseconds">What the model took.</param>
/// <param name="Expires">Milliseconds since 1970 at which it is no longer used.</param>
internal sealed record KeptAnswer(float[] Probabilities, float Milliseconds, long Expires);
