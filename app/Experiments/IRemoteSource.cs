namespace RoomTypes.Experiments;

/// <summary>Asks another process which variation an entity gets; <see cref="CachedVariationSource"/> makes a source of it.</summary>
internal interface IRemoteSource
{
    /// <summary>Asks once.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="entityId">Not empty and without control characters.</param>
    /// <param name="attributes">Facts for segments.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="HttpRequestException">There was no good answer.</exception>
    /// <exception cref="FormatException">The answer was not understood.</exception>
    Task<Evaluation> AskAsync(string feature, string entityId, Attributes attributes, CancellationToken cancellationToken);
}
