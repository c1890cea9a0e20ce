namespace RoomTypes.Models;

/// <summary>A registry that can be changed: registry.json and, below it, each version's folder.</summary>
public interface IModelRegistryStore
{
    /// <summary>Where it is, for messages.</summary>
    string Location { get; }

    /// <summary>What it says now; empty where there is none yet.</summary>
    /// <exception cref="ModelUnavailableException">It cannot be had, or is no registry.</exception>
    Task<RegistryDocument> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads it, changes it and writes it: what others write meanwhile is not lost, and readers see it before or after, never between. The
    /// change may be made more than once, each time to what was read last.
    /// </summary>
    /// <param name="change">Changes it, or refuses by an exception: then nothing is written.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>What it says then.</returns>
    /// <exception cref="RegistryException">Refused, or others change it all the time.</exception>
    Task<ModelRegistry> ChangeAsync(Action<RegistryDocument> change, CancellationToken cancellationToken);

    /// <summary>A version's files that lie beside the registry, to be registered: a folder below its own, or what is in its bucket.</summary>
    /// <param name="source">A path, relative to the registry or not; file:, or s3://bucket/prefix.</param>
    /// <param name="temporary">An empty folder that may be used for them.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The folder that holds them.</returns>
    /// <exception cref="RegistryException">They lie where this registry takes none from, or cannot be read.</exception>
    Task<string> StageAsync(string source, string temporary, CancellationToken cancellationToken);

    /// <summary>Brings a version's files to where the registry will name them. It names none that are not all there.</summary>
    /// <param name="folder">A folder of this machine that holds them.</param>
    /// <param name="files">Their names, the digest of each beside it.</param>
    /// <param name="target">Relative to the registry, for example room-type/4.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="RegistryException">Other files are there already, or they cannot be written.</exception>
    Task PutAsync(string folder, IReadOnlyDictionary<string, string> files, string target, CancellationToken cancellationToken);
}
