using System.Diagnostics;

namespace RoomTypes.Models;

/// <summary>A registry in a folder of this machine. registry.json is replaced by a rename; a lock on registry.lock keeps two writers apart.</summary>
/// <param name="folder">The folder that holds registry.json, or will.</param>
public sealed class FolderRegistryStore(string folder) : IModelRegistryStore
{
    private const string LockFile = "registry.lock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public string Location => folder;

    private string File => Path.Combine(folder, ModelRegistry.File);

    /// <inheritdoc/>
    public async Task<RegistryDocument> ReadAsync(CancellationToken cancellationToken) => System.IO.File.Exists(File)
        ? RegistryDocument.Read(await System.IO.File.ReadAllBytesAsync(File, cancellationToken), File)
        : RegistryDocument.Empty(File);

    /// <inheritdoc/>
    public async Task<ModelRegistry> ChangeAsync(Action<RegistryDocument> change, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var held = await LockAsync(cancellationToken);
            var document = await ReadAsync(cancellationToken);
            change(document);
            document.Verify();
            AtomicFile.Write(File, document.ToBytes());
            return document.Registry;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RegistryException(RegistryFault.Unavailable, $"{File} cannot be changed: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public Task<string> StageAsync(string source, string temporary, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(folder);
        var path = Uri.TryCreate(source, UriKind.Absolute, out var uri) && uri.IsFile ? uri.LocalPath : source;
        var place = path.Contains("://", StringComparison.Ordinal) || path.Contains('\0') ? "" : Path.GetFullPath(Path.Combine(root, path));
        if (!place.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new RegistryException(RegistryFault.Invalid, $"The source is {Quote.Of(source)}; allowed is a folder below the registry's own, for example incoming/4.");
        return Task.FromResult(place);
    }

    /// <inheritdoc/>
    public Task PutAsync(string folder, IReadOnlyDictionary<string, string> files, string target, CancellationToken cancellationToken)
    {
        var place = Path.Combine(Location, target);
        if (Path.GetFullPath(folder) == Path.GetFullPath(place)) return Task.CompletedTask;
        if (Directory.Exists(place))
        {
            VerifySame(place, files, target);
            return Task.CompletedTask;
        }

        // Beside it, so that it appears there complete.
        var partial = $"{place}.{Guid.NewGuid():N}.partial";
        try
        {
            Directory.CreateDirectory(partial);
            foreach (var (file, digest) in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                System.IO.File.Copy(Path.Combine(folder, file), Path.Combine(partial, file));
                Digest.Verify(Path.Combine(partial, file), digest);
            }

            Directory.Move(partial, place);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RegistryException(RegistryFault.Unavailable, $"The files of {target} cannot be written: {exception.Message}", exception);
        }
        finally
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        }

        return Task.CompletedTask;
    }

    // What an earlier try left is taken; what something else left is not.
    private static void VerifySame(string place, IReadOnlyDictionary<string, string> files, string target)
    {
        foreach (var (file, digest) in files)
        {
            var there = Path.Combine(place, file);
            if (!System.IO.File.Exists(there) || Digest.Compute(there) != digest)
                throw new RegistryException(RegistryFault.Exists, $"{target} is there already, with another {file}. Take another version, or move that folder away.");
        }
    }

    // The file stays: were it deleted, one who waits for it and one who makes it anew would both hold a lock.
    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (System.IO.File.Exists(Path.Combine(folder, LockFile)))
            {
                if (Stopwatch.GetElapsedTime(start) > Patience)
                    throw new RegistryException(RegistryFault.Unavailable, $"Another process changes {File} since {Patience.TotalSeconds:0} s. Try again when it has ended.", exception);
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }
}
