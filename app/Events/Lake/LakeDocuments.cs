using System.Text.Json;

namespace RoomTypes.Events.Lake;

/// <summary>Documents beside the events, an object each: <c>documents/PATH.json</c> with version and body; a deleted one has no body and may be begun anew.</summary>
/// <param name="files">The lake.</param>
internal sealed class LakeDocuments(ILakeFiles files)
{
    private const string Folder = "documents/";
    private const string Extension = ".json";

    /// <inheritdoc cref="IEventStore.GetDocumentAsync"/>
    public async Task<StoredDocument?> GetAsync(string path, CancellationToken cancellationToken) => (await ReadAsync(path, cancellationToken)).Document;

    /// <inheritdoc cref="IEventStore.ListDocumentsAsync"/>
    public async Task<IReadOnlyList<StoredDocument>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        var documents = new List<StoredDocument>();
        await foreach (var file in files.ListAsync(Folder + prefix, cancellationToken))
        {
            if (await GetAsync(file[Folder.Length..^Extension.Length], cancellationToken) is { } document) documents.Add(document);
        }

        documents.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return documents;
    }

    /// <inheritdoc cref="IEventStore.PutDocumentAsync"/>
    public Task<bool> PutAsync(StoredDocument document, CancellationToken cancellationToken) =>
        WriteAsync(document.Path, document.Version, document.Body, cancellationToken);

    /// <inheritdoc cref="IEventStore.DeleteDocumentAsync"/>
    public Task<bool> DeleteAsync(string path, long version, CancellationToken cancellationToken) => WriteAsync(path, version, null, cancellationToken);

    private async Task<bool> WriteAsync(string path, long version, string? body, CancellationToken cancellationToken)
    {
        var (document, tag) = await ReadAsync(path, cancellationToken);
        if ((document?.Version ?? 0) != version || (body is null && document is null)) return false;
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("version", version + 1);
            if (body is not null) json.WriteString("body", body);
            json.WriteEndObject();
        }

        return await files.TryReplaceAsync($"{Folder}{path}{Extension}", bytes.ToArray(), tag, cancellationToken);
    }

    private async Task<(StoredDocument? Document, string? Tag)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (await files.ReadAsync($"{Folder}{path}{Extension}", cancellationToken) is not { } found) return (null, null);
        try
        {
            using var json = JsonDocument.Parse(found.Bytes);
            var root = json.RootElement;
            return (root.TryGetProperty("body", out var body) ? new(path, body.GetString()!, root.GetProperty("version").GetInt64()) : null, found.Tag);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new EventStoreException($"{files.Location}/{Folder}{path}{Extension} is no document of this program: {exception.Message}", exception);
        }
    }
}
