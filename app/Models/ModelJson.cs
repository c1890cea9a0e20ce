using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RoomTypes.Models;

/// <summary>Reads and writes the registry's files without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(ModelRegistry))]
[JsonSerializable(typeof(OptimizedGraphs))]
internal sealed partial class ModelJson : JsonSerializerContext
{
    /// <summary>The list of the models, at the root of a source.</summary>
    public const string RegistryFile = "registry.json";

    /// <summary>Reads a document.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="type">What it holds.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="ModelUnavailableException">It is not such a document.</exception>
    public static T Parse<T>(byte[] json, JsonTypeInfo<T> type, string name)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("The document is null.");
        }
        catch (JsonException exception)
        {
            throw new ModelUnavailableException($"{name} cannot be read: {exception.Message}", exception);
        }
    }
}

/// <summary>Documents of a source.</summary>
internal static class ModelSourceDocuments
{
    /// <summary>Reads one.</summary>
    /// <exception cref="ModelUnavailableException">It is missing, cannot be had, or is not such a document.</exception>
    public static async Task<T> ReadAsync<T>(this IModelSource source, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        ModelJson.Parse(await source.ReadAsync(path, cancellationToken), type, $"{path} in {source.Location}");
}
