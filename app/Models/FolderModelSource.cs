namespace RoomTypes.Models;

/// <summary>Models in a folder of this machine.</summary>
/// <param name="folder">The folder that holds registry.json.</param>
public sealed class FolderModelSource(string folder) : IModelSource
{
    /// <inheritdoc/>
    public string Location => "the models' folder";

    /// <inheritdoc/>
    public Task<string> VersionAsync(CancellationToken cancellationToken) => Task.FromResult($"{FileVersion.Of(Existing(ModelRegistry.File))}");

    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken) => Task.FromResult(File.ReadAllBytes(Existing(path)));

    /// <inheritdoc/>
    public Task<string> FetchAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        var file = Existing(path);
        Digest.Verify(file, sha256);
        return Task.FromResult(file);
    }

    private string Existing(string path)
    {
        var file = Path.Combine(folder, path);
        return File.Exists(file)
            ? file
            : throw new ModelUnavailableException($"{path} does not exist in the models' folder. Copy it there, or set RoomType:Models:Source to the folder that has it.");
    }
}
