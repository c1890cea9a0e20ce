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
    public static ParentModel Open(string folder, ModelSession session)
    {
        // What can be explained has the mean of its features before a head, which is what the embedding is.
        if (session.Embedding is null || !session.CanExplain || session.Manifest.Head is null)
            throw new LearningException($"{session.Registered.Reference} has no head that can be exchanged: its manifest must name an output 'embedding' and its head's initialisers, and the graph end in them.");
        return new(session, Read(folder, session.Registered, session.Manifest.File, session.Manifest.Head));
    }

    /// <summary>Whether another version makes the same embeddings.</summary>
    public bool IsAkin(string folder, RegisteredModel other)
    {
        if (other.Reference == Registered.Reference) return true;
        var file = Path.Combine(folder, other.Folder, Session.Manifest.File);
        if (other.Name != Registered.Name || !other.Labels.SequenceEqual(Labels) || !System.IO.File.Exists(file)) return false;
        try
        {
            return Read(folder, other, Session.Manifest.File, Session.Manifest.Head!).NetworkSha256 == File.NetworkSha256;
        }
        catch (LearningException)
        {
            return false;
        }
    }

    private static HeadFile Read(string folder, RegisteredModel model, string file, HeadSpec head) =>
        new(System.IO.File.ReadAllBytes(Path.Combine(folder, model.Folder, file)), head.Weight, head.Bias);
}
