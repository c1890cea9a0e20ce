namespace RoomTypes.Retrain;

/// <summary>What is to be learnt from what.</summary>
/// <param name="Model">name or name@version.</param>
/// <param name="From">"store", or a folder of labelled pictures.</param>
/// <param name="Since">Earlier predictions do not count.</param>
/// <param name="Keep">Folders and files of what must not be forgotten.</param>
/// <param name="WriteKeep">Where the pictures' embeddings are written; null for nowhere.</param>
/// <param name="To">The registry that the version goes to; null for the one that the model is of.</param>
/// <param name="Seed">Of the parts that homes are dealt into.</param>
internal sealed record RetrainOrder(string Model, string From, DateTimeOffset Since, IReadOnlyList<string> Keep, string? WriteKeep, string? To, int Seed)
{
    /// <summary>The word for the service's event store.</summary>
    public const string Store = "store";
}
