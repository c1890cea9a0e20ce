namespace RoomTypes.Events.Lake;

/// <summary>Says who answers, in a process that does not.</summary>
/// <param name="lake">Where the lake is.</param>
internal sealed class NoLakeEngine(string lake) : ILakeEngine
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ILakeRow> QueryAsync(LakeQuery query, CancellationToken cancellationToken) => throw new EventStoreException(
        $"This service writes its events to the lake {lake} and reads none of them. ./run export and ./run experiment plan do, or set "
        + "RoomType:Events:AthenaDatabase and RoomType:Events:AthenaWorkgroup to have Athena asked.")
    {
        IsReadElsewhere = true,
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
