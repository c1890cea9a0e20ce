namespace RoomTypes.Caching;

/// <summary>What a model said of a picture. Shared by requests: nothing writes to it.</summary>
/// <param name="Probabilities">By label.</param>
/// <param name="Energy">How little the picture looks like what the model knows (see <see cref="Inference.Energy"/>); NaN where the model tells it not.</param>
/// <param name="Milliseconds">What the model took.</param>
/// <param name="Expires">Milliseconds since 1970 at which it is no longer used.</param>
internal sealed record KeptAnswer(float[] Probabilities, float Energy, float Milliseconds, long Expires);
