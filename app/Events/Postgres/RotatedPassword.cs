namespace RoomTypes.Events.Postgres;

/// <summary>
/// A password that changes while the process runs: it is read when the first connection is opened, kept for the next ones, and read again
/// when the server has refused it. Connections that are open stay so.
/// </summary>
/// <param name="read">Reads what the password is now.</param>
internal sealed class RotatedPassword(Func<CancellationToken, Task<string>> read)
{
    private volatile string? _password;

    /// <summary>The password as it was last read.</summary>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken) => _password ??= await read(cancellationToken);

    /// <summary>It is another one now.</summary>
    public void Forget() => _password = null;
}
