using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Json;

namespace RoomTypes.Http.Signatures;

/// <summary>The file of access keys as it is written.</summary>
internal sealed record SignatureKeyDocument
{
    public required IReadOnlyList<SignatureKeyEntry> Keys { get; init; }
}

internal sealed record SignatureKeyEntry
{
    public string? Name { get; init; }

    public required string AccessKeyId { get; init; }

    public required string SecretAccessKey { get; init; }

    public string? SessionToken { get; init; }

    public DateTimeOffset? Expires { get; init; }
}

/// <summary>Reads the file without reflection; a member that is not known is an error.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SignatureKeyDocument))]
internal sealed partial class SignatureKeyJson : JsonSerializerContext;

/// <summary>The file of access keys cannot be used; the message holds none of its values.</summary>
internal sealed class SignatureKeyException(string path, string reason) : Exception($"The access keys of {Path.GetFileName(path)} cannot be used: {reason}");

/// <summary>Reads access keys.</summary>
internal static class SignatureKeyFile
{
    /// <summary>The keys by their ids.</summary>
    /// <exception cref="SignatureKeyException">The file is not there, no JSON, or has an id twice.</exception>
    public static FrozenDictionary<string, SignatureKey> Read(string path)
    {
        try
        {
            var text = StrictJson.WithoutBom(File.ReadAllBytes(path));
            StrictJson.Verify(text, default);
            var keys = JsonSerializer.Deserialize(text, SignatureKeyJson.Default.SignatureKeyDocument)?.Keys ?? throw new SignatureKeyException(path, "it is null.");
            if (keys.FirstOrDefault(key => key.AccessKeyId.Length == 0 || key.SecretAccessKey.Length == 0) is not null) throw new SignatureKeyException(path, "an id or a secret is empty.");
            if (keys.GroupBy(key => key.AccessKeyId).FirstOrDefault(group => group.Count() > 1) is { Key: var twice }) throw new SignatureKeyException(path, $"the id '{twice}' is there twice.");
            return keys.ToFrozenDictionary(key => key.AccessKeyId, key => new SignatureKey(key));
        }
        catch (JsonException exception)
        {
            // The reader's own words could hold a secret.
            throw new SignatureKeyException(path, $"it is no JSON of the form {{\"keys\": [{{\"name\", \"accessKeyId\", \"secretAccessKey\", \"sessionToken\", \"expires\"}}]}} (line {exception.LineNumber + 1}).");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SignatureKeyException(path, "the file cannot be read.");
        }
    }
}
