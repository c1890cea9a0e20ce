using System.Text.Json.Serialization;

namespace RoomTypes.Http.OpenInference;

/// <summary>What GET /v2 answers.</summary>
/// <param name="Name">The service.</param>
/// <param name="Version">Its version.</param>
/// <param name="Extensions">Extensions of the protocol that it speaks.</param>
public sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions);

/// <summary>Whether the process answers.</summary>
/// <param name="Live">True.</param>
public sealed record ServerLive(bool Live);

/// <summary>Whether the service answers with models.</summary>
/// <param name="Ready">True; a service that is not ready answers 503.</param>
public sealed record ServerReady(bool Ready);

/// <summary>Whether a model answers.</summary>
/// <param name="Name">The model.</param>
/// <param name="Ready">True; a model that is not served answers 404.</param>
public sealed record ModelReady(string Name, bool Ready);

/// <summary>A model's inputs and outputs.</summary>
/// <param name="Name">The model.</param>
/// <param name="Versions">The versions that are served.</param>
/// <param name="Platform">onnxruntime_onnx.</param>
/// <param name="Inputs">Pictures.</param>
/// <param name="Outputs">Probabilities and labels.</param>
public sealed record ModelMetadata(string Name, IReadOnlyList<string> Versions, string Platform, IReadOnlyList<TensorMetadata> Inputs, IReadOnlyList<TensorMetadata> Outputs);

/// <summary>A tensor by name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">BYTES or FP32.</param>
/// <param name="Shape">Its sizes; -1 for as many as there are pictures.</param>
public sealed record TensorMetadata(string Name, string Datatype, IReadOnlyList<int> Shape);

/// <summary>Writes them without reflection.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(ServerLive))]
[JsonSerializable(typeof(ServerReady))]
[JsonSerializable(typeof(ModelReady))]
[JsonSerializable(typeof(ModelMetadata))]
internal sealed partial class InferenceJson : JsonSerializerContext;
