namespace RoomTypes.LocalStack.Parts;

/// <summary>Servers run as users of their own where the stack is root's: PostgreSQL refuses root.</summary>
internal static class Accounts
{
    /// <summary>Gives a file or a folder to a server's user; makes the folder. Does nothing where the stack is not root's.</summary>
    /// <exception cref="StackException">The user may not come there.</exception>
    public static async Task OwnAsync(string path, string account)
    {
        if (!File.Exists(path)) Directory.CreateDirectory(path);
        if (!Environment.IsPrivilegedProcess) return;
        await new Launch("chown", ["-R", $"{account}:{account}", path]).RunAsync();
        try
        {
            await new Launch("test", ["-r", path], account, "/").RunAsync();
        }
        catch (StackException)
        {
            throw new StackException($"The user '{account}', as whom a server runs where the stack is root's, may not read '{path}'. Keep the data elsewhere, as with --data /var/lib/room-types.");
        }
    }
}
