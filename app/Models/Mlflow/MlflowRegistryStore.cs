namespace RoomTypes.Models.Mlflow;

/// <summary>A registry of an MLflow server, which is only read here: it has its own clients and rights.</summary>
/// <param name="source">What reads it.</param>
internal sealed class MlflowRegistryStore(IModelSource source) : IModelRegistryStore
{
    /// <inheritdoc/>
    public string Location => source.Location;

    /// <inheritdoc/>
    public async Task<RegistryDocument> ReadAsync(CancellationToken cancellationToken) => RegistryDocument.Read(await source.ReadAsync(ModelRegistry.File, cancellationToken), Location);

    /// <inheritdoc/>
    public Task<ModelRegistry> ChangeAsync(Action<RegistryDocument> change, CancellationToken cancellationToken) => throw ReadOnly();

    /// <inheritdoc/>
    public Task<string> StageAsync(string source, string temporary, CancellationToken cancellationToken) => throw ReadOnly();

    /// <inheritdoc/>
    public Task PutAsync(string folder, IReadOnlyDictionary<string, string> files, string target, CancellationToken cancellationToken) => throw ReadOnly();

    private RegistryException ReadOnly() => new(RegistryFault.Invalid, $"{Location} is only read here. Change versions and aliases at the MLflow server, or copy the version into a registry of this service's own.");
}
