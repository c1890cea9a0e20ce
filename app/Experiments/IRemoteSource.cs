namespace RoomTypes.Experiments;

/// <summary>Asks another process which variation an entity gets; <see cref="CachedVariationSource"/> makes a source of it.</summary>
internal interface IRemoteSource
{
    /// <summary>Asks once.</summary>
    /// <exception cref="HttpRequestException">There was no good answer.</exception>
    /// <exception cref="FormatException">The answer was not understood.</exception>
    Task<Evaluation> AskAsync(string feature, string entityId, Attributes attributes, CancellationToken cancellationToken);
}
