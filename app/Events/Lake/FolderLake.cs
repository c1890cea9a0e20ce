using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace RoomTypes.Events.Lake;

/// <summary>A lake in a folder of this machine.</summary>
/// <param name="folder">The folder; made when something is written.</param>
internal sealed class FolderLake(string folder) : ILakeFiles
{
    // Only documents are replaced, rarely.
    private static readonly SemaphoreSlim Replacing = new(1, 1);

    private readonly string _root = Path.GetFullPath(folder);

    /// <inheritdoc/>
    public string Location => _root;

    /// <inheritdoc/>
    public bool ExpiresByItself => false;

    /// <inheritdoc/>
    public async Task PutAsync(string path, byte[] bytes, CancellationToken cancellationToken) =>
        await GuardedAsync(() => Task.Run(() => DurableFile.Write(FileOf(path), bytes), cancellationToken));

    /// <inheritdoc/>
    public async Task<(byte[] Bytes, string Tag)?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = default(byte[]);
        await GuardedAsync(async () => bytes = File.Exists(FileOf(path)) ? await File.ReadAllBytesAsync(FileOf(path), cancellationToken) : null);
        return bytes is null ? null : (bytes, TagOf(bytes));
    }

    /// <inheritdoc/>
    public async Task<bool> TryReplaceAsync(string path, byte[] bytes, string? tag, CancellationToken cancellationToken)
    {
        await Replacing.WaitAsync(cancellationToken);
        try
        {
            // Of processes, too, one at a time.
            using var alone = Lock($"{FileOf(path)}.lock");
            if ((await ReadAsync(path, cancellationToken))?.Tag != tag) return false;
            await PutAsync(path, bytes, cancellationToken);
            return true;
        }
        finally
        {
            Replacing.Release();
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = Path.GetDirectoryName(FileOf($"{prefix}x"))!;
        if (!Directory.Exists(start)) yield break;
        var paths = Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && !path.EndsWith(".part", StringComparison.Ordinal) && !path.EndsWith(".lock", StringComparison.Ordinal));
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return path;
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken) => await GuardedAsync(() =>
    {
        if (File.Exists(FileOf(path))) File.Delete(FileOf(path));
        return Task.CompletedTask;
    });

    private string FileOf(string path) => Path.Combine(_root, path);

    private static string TagOf(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private FileStream Lock(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure(exception);
        }
    }

    private async Task GuardedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure(exception);
        }
    }

    private EventStoreException Failure(Exception exception) => new($"The lake {_root} failed: {exception.Message}", exception);
}
