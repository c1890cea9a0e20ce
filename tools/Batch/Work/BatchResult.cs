namespace RoomTypes.Batch.Work;

/// <summary>What a model says of an item.</summary>
/// <param name="Id">The item's.</param>
/// <param name="Mission">The item's, or null.</param>
/// <param name="Room">The item's, or null.</param>
/// <param name="Model">name@version.</param>
/// <param name="RoomType">The most probable label, such as living_room.</param>
/// <param name="Confidence">Its probability, 0 to 1.</param>
/// <param name="UnknownScore">How little the pictures look like what the model knows, 0 to 1, from 0.5 on unknown; null where the model has no threshold.</param>
/// <param name="Pictures">How many could be read.</param>
/// <param name="Probabilities">By label; they add up to 1.</param>
public sealed record BatchResult(
    string Id, string? Mission, string? Room, string Model, string RoomType, float Confidence, float? UnknownScore, int Pictures, IReadOnlyDictionary<string, float> Probabilities);

/// <summary>A picture that could not be read.</summary>
/// <param name="Id">The item's.</param>
/// <param name="Picture">The file or address.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">For people.</param>
public sealed record BatchFailure(string Id, string Picture, string Code, string Message);
