using RoomTypes.Inference;
using RoomTypes.Learning;
using RoomTypes.Learning.Onnx;
using RoomTypes.Models;

namespace RoomTypes.Retrain;

/// <summary>The model whose head is fitted anew.</summary>
/// <param name="Session">Loaded.</param>
/// <param name="File">Its file.</param>
internal sealed record ParentModel(ModelSession Session, HeadFile File)
{
    /// <summary>Its entry in the registry.</summary>
    public RegisteredModel Registered => Session.Registered;

    /// <summary>Its labels.</summary>
    public IReadOnlyList<string> Labels => Session.Manifest.Labels;

    /// <summary>Opens it.</summary>
    /// <exception cref="LearningException">Its answers are not made of its embedding by a head that can be exchanged.</exception>
    public static async Task<ParentModel> OpenAsync(IModelSource source, ModelSession session, CancellationToken cancellationToken)
    {
        // What can be explained has the mean of its features before a head, which is what the embedding is.
        if (session.Embedding is null || !session.CanExplain || session.Manifest.Head is null)
            throw new LearningException($"{session.Registered.Reference} has no head that can be exchanged: its manifest must name an output 'embedding' and its head's initialisers, and the graph end in them.");
        return new(session, await ReadAsync(source, session.Registered, session.Manifest.File, session.Manifest.Head, cancellationToken));
    }

    /// <summary>Whether another version makes the same embeddings.</summary>
    public async Task<bool> IsAkinAsync(IModelSource source, RegisteredModel other, CancellationToken cancellationToken)
    {
        if (other.Reference == Registered.Reference) return true;
        if (other.Name != Registered.Name || !other.Labels.SequenceEqual(Labels)) return false;
        try
        {
            return (await ReadAsync(source, other, Session.Manifest.File, Session.Manifest.Head!, cancellationToken)).NetworkSha256 == File.NetworkSha256;
        }
        catch (Exception exception) when (exception is LearningException or ModelUnavailableException)
        {
            // Another network, or an archived version whose files are gone.
            return false;
        }
    }

    private static async Task<HeadFile> ReadAsync(IModelSource source, RegisteredModel model, string file, HeadSpec head, CancellationToken cancellationToken)
    {
        var path = await source.FetchAsync($"{model.Folder}/{file}", model.Sha256, cancellationToken);
        return new(await System.IO.File.ReadAllBytesAsync(path, cancellationToken), head.Weight, head.Bias);
    }
}
