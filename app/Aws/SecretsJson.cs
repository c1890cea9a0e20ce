using System.Text.Json.Serialization;

namespace RoomTypes.Aws;

/// <summary>The body of GetSecretValue.</summary>
internal sealed record GetSecretValueRequest(string SecretId);

/// <summary>Writes without reflection.</summary>
[JsonSerializable(typeof(GetSecretValueRequest))]
internal sealed partial class SecretsJson : JsonSerializerContext;
