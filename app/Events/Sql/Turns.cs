using System.Runtime.CompilerServices;

namespace RoomTypes.Events.Sql;

/// <summary>Questions that read all events are answered one at a time: each takes a core, and some take memory.</summary>
internal sealed class Turns : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The rows, once it is their turn, which lasts until they are read. Nothing may be asked in between.</summary>
    public async IAsyncEnumerable<T> TakeAsync<T>(IAsyncEnumerable<T> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await foreach (var row in rows.WithCancellation(cancellationToken)) yield return row;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
