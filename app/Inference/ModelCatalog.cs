using RoomTypes.Models;

namespace RoomTypes.Inference;

/// <summary>The registry and the models of it that are loaded.</summary>
/// <param name="registry">All models there are.</param>
/// <param name="sessions">Those that are loaded; at least one.</param>
public sealed class ModelCatalog(ModelRegistry registry, IReadOnlyList<ModelSession> sessions) : IDisposable
{
    /// <summary>All models there are.</summary>
    public ModelRegistry Registry { get; } = registry;

    /// <summary>Those that are loaded.</summary>
    public IReadOnlyList<ModelSession> Sessions { get; } = sessions;

    /// <summary>Answers when nothing else is asked for: the production model, or the first loaded if that one is not.</summary>
    public ModelSession Default { get; } =
        sessions.FirstOrDefault(session => session.Registered.Stage == Stages.Production) ?? sessions[0];

    /// <summary>The loaded model that a reference names.</summary>
    /// <exception cref="ServiceException">There is none.</exception>
    public ModelSession Require(ModelReference reference) => Find(reference) ?? throw new ServiceException(
        ErrorKind.Invalid, "model_unknown", $"The model {reference} is not served. Served are {Served}.")
    {
        Value = reference.ToString(),
        Limit = Served,
    };

    /// <summary>The loaded model that a reference names, or null.</summary>
    public ModelSession? Find(ModelReference reference)
    {
        var registered = Registry.Find(reference);
        return registered is null ? null : Sessions.FirstOrDefault(session => session.Registered == registered);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in Sessions) session.Dispose();
    }

    private string Served => string.Join(", ", Sessions.Select(session => session.Registered.Reference));
}
