namespace RoomTypes.Models;

/// <summary>Changes what a registry keeps for others and the service does not look at: names without versions, descriptions and tags.</summary>
/// <param name="store">The registry.</param>
/// <param name="time">Dates names.</param>
public sealed class ModelTagEditor(IModelRegistryStore store, TimeProvider time)
{
    /// <summary>Makes a model's name, before it has versions.</summary>
    /// <exception cref="RegistryException">It is there already, or no name.</exception>
    public Task<ModelRegistry> CreateNameAsync(string name, string? description, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) => store.ChangeAsync(
        document =>
        {
            if (!ModelReference.IsWord(name, ModelReference.LongestName)) throw Invalid($"The name is {Quote.Of(name)}; allowed are 1 to {ModelReference.LongestName} of a-z 0-9 - . that begin with a letter or digit.");
            if (document.Registry.HasName(name)) throw new RegistryException(RegistryFault.Exists, $"{name} is registered already.");
            document.SetName(name, "registered", RegistryDocument.Text(time.GetUtcNow()));
            if (description is not null) document.SetName(name, "description", description);
            foreach (var (key, value) in tags) SetNameTag(document, name, key, value);
        },
        cancellationToken);

    /// <summary>Sets a tag of a name, or with null takes it away.</summary>
    /// <exception cref="RegistryException">There is no such name.</exception>
    public Task<ModelRegistry> SetNameTagAsync(string name, string key, string? value, CancellationToken cancellationToken) => store.ChangeAsync(
        document =>
        {
            document.Registry.RequireName(name);
            SetNameTag(document, name, key, value);
        },
        cancellationToken);

    /// <summary>Sets a tag of a version, or with null takes it away.</summary>
    /// <exception cref="RegistryException">There is no such version.</exception>
    public Task<ModelRegistry> SetTagAsync(ModelReference reference, string key, string? value, CancellationToken cancellationToken) => store.ChangeAsync(
        document =>
        {
            Verify(key, value);
            document.Set(document.Registry.Require(reference), "tags", key, value);
        },
        cancellationToken);

    private static void SetNameTag(RegistryDocument document, string name, string key, string? value)
    {
        Verify(key, value);
        document.SetName(name, "tags", key, value);
    }

    /// <summary>The lengths are MLflow's.</summary>
    /// <exception cref="RegistryException">A tag is too long, or says what only the registry may.</exception>
    internal static void Verify(string key, string? value)
    {
        const int LongestKey = 250;
        const int LongestValue = 5_000;
        if (key.Length is 0 or > LongestKey) throw Invalid($"A tag's key has {key.Length} characters; allowed are 1 to {LongestKey}.");
        if (key.StartsWith(ModelTags.Own, StringComparison.Ordinal)) throw Invalid($"The tag is {Quote.Of(key)}; those that begin with {ModelTags.Own} tell what the registry says elsewhere, and are not set.");
        if (value?.Length > LongestValue) throw Invalid($"The value of tag {Quote.Of(key)} has {value.Length:N0} characters; allowed are {LongestValue:N0}.");
    }

    private static RegistryException Invalid(string message) => new(RegistryFault.Invalid, message);
}
