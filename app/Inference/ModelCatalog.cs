using RoomTypes.Models;

namespace RoomTypes.Inference;

/// <summary>
/// The registry and the models of it that are loaded, at one time. Whoever uses the models holds it meanwhile; the last one to let go unloads
/// those that no later catalog has.
/// </summary>
/// <param name="registry">All models there are.</param>
/// <param name="sessions">Those that are loaded; at least one.</param>
/// <param name="registrySha256">The digest of the registry's file.</param>
public sealed class ModelCatalog(ModelRegistry registry, IReadOnlyList<ModelSession> sessions, string registrySha256) : IDisposable
{
    private int _holders = 1;

    /// <summary>The digest of the registry's file, 64 hexadecimal digits.</summary>
    public string RegistrySha256 { get; } = registrySha256;

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

    /// <summary>Holds it once more, until <see cref="Dispose"/> is called once more; false if nobody holds it any longer.</summary>
    public bool TryHold()
    {
        for (var holders = Volatile.Read(ref _holders); holders > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders) return true;
            holders = seen;
        }

        return false;
    }

    /// <summary>Lets go of it once: each who holds it does so when they are done.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) != 0) return;
        foreach (var session in Sessions) session.Dispose();
    }

    private string Served => string.Join(", ", Sessions.Select(session => session.Registered.Reference));
}
