using System.Text.Json;
using System.Text.Json.Serialization;

namespace RoomTypes.Models;

/// <summary>Reads and writes the registry's files without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(ModelRegistry))]
[JsonSerializable(typeof(OptimizedGraphs))]
internal sealed partial class ModelJson : JsonSerializerContext;
