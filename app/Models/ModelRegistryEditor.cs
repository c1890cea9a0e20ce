namespace RoomTypes.Models;

/// <summary>Changes a registry by the rules of a model's life: every change is whole, or refused and nothing of it done.</summary>
/// <param name="store">The registry.</param>
/// <param name="time">Dates what is decided.</param>
public sealed class ModelRegistryEditor(IModelRegistryStore store, TimeProvider time)
{
    /// <summary>Registers a version in stage candidate.</summary>
    /// <param name="model">Its files.</param>
    /// <param name="alias">The alias that stands for it from now on, <see cref="ModelAliases.Challenger"/> for one; null for none.</param>
    /// <param name="signature">Of its manifest (<see cref="ManifestSignature"/>); null for none.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="RegistryException">The version is there already, or the registry cannot be changed.</exception>
    public Task<ModelRegistry> AddAsync(NewModel model, string? alias, string? signature, CancellationToken cancellationToken) =>
        AddAsync(model, alias, signature, new Dictionary<string, string>(), cancellationToken);

    /// <summary>The same with tags.</summary>
    /// <exception cref="RegistryException">The version is there already, a tag is not allowed, or the registry cannot be changed.</exception>
    public async Task<ModelRegistry> AddAsync(NewModel model, string? alias, string? signature, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        foreach (var (key, value) in tags) ModelTagEditor.Verify(key, value);
        VerifyNew((await store.ReadAsync(cancellationToken)).Registry, model, alias);
        await store.PutAsync(model.Folder, model.Files, $"{model.Manifest.Name}/{model.Manifest.Version}", cancellationToken);
        return await store.ChangeAsync(
            document =>
            {
                VerifyNew(document.Registry, model, alias);
                document.Add(model.Entry(time.GetUtcNow(), signature));
                foreach (var (key, value) in tags) document.Set(document.Registry.Require(model.Reference), "tags", key, value);
                if (alias is not null) Point(document, document.Registry.Require(model.Reference), alias);
            },
            cancellationToken);
    }

    /// <summary>Refuses a version that may not become the champion.</summary>
    /// <exception cref="RegistryException">It may not follow, or is the champion already.</exception>
    public static void VerifyPromotable(RegisteredModel model)
    {
        if (model.Stage == Stages.Production) throw Invalid($"{model.Reference} is the champion already.");
        VerifyMove(model, Stages.Production);
    }

    /// <summary>Makes a version the champion: it is in production, and the champion of before is the previous one.</summary>
    /// <exception cref="RegistryException">It may not follow, or is the champion already.</exception>
    public Task<ModelRegistry> PromoteAsync(ModelReference reference, RegistryDecision decision, CancellationToken cancellationToken) =>
        PromoteAsync(reference, decision, new Dictionary<string, IReadOnlyDictionary<string, double>>(), cancellationToken);

    /// <summary>The same, and keeps what it was measured to do, by data set.</summary>
    /// <exception cref="RegistryException">It may not follow, or is the champion already.</exception>
    public Task<ModelRegistry> PromoteAsync(
        ModelReference reference, RegistryDecision decision, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> metrics, CancellationToken cancellationToken) => store.ChangeAsync(
        document =>
        {
            var (registry, model) = Of(document, reference);
            VerifyPromotable(model);
            foreach (var (dataSet, measured) in metrics) document.SetMetrics(model, dataSet, measured);
            Succeed(document, model, registry.InStage(model.Name, Stages.Production), ModelAliases.Previous);
            if (registry.VersionOf(model.Name, ModelAliases.Challenger) == model.Version) document.SetAlias(model.Name, ModelAliases.Challenger, null);
            document.Approve(model, Approval("promote", decision));
        },
        cancellationToken);

    /// <summary>Puts the previous champion back. The one that it replaces is kept as a reference; there is no previous one then.</summary>
    /// <exception cref="RegistryException">There is no previous one.</exception>
    public Task<ModelRegistry> RollbackAsync(string name, RegistryDecision decision, CancellationToken cancellationToken) => store.ChangeAsync(
        document =>
        {
            var registry = document.Registry;
            if (registry.VersionOf(name, ModelAliases.Previous) is null)
                throw new RegistryException(RegistryFault.NotFound, $"{name} has no {ModelAliases.Previous} version to go back to. Promote one: {Names(registry, name)}.");
            var model = registry.Require(new(name, ModelAliases.Previous));
            document.SetAlias(name, ModelAliases.Previous, null);
            Succeed(document, model, registry.InStage(name, Stages.Production), null);
            document.Approve(model, Approval("rollback", decision));
        },
        cancellationToken);

    /// <summary>Takes a version out of use; aliases of it end.</summary>
    /// <exception cref="RegistryException">It is in production.</exception>
    public Task<ModelRegistry> ArchiveAsync(ModelReference reference, RegistryDecision decision, CancellationToken cancellationToken) => store.ChangeAsync(
        document =>
        {
            var (registry, model) = Of(document, reference);
            VerifyMove(model, Stages.Archived);
            foreach (var alias in registry.AliasesOf(model)) document.SetAlias(model.Name, alias, null);
            document.Set(model, "stage", Stages.Archived);
            document.Approve(model, Approval("archive", decision));
        },
        cancellationToken);

    /// <summary>Takes an archived version back as a reference.</summary>
    /// <exception cref="RegistryException">It is not archived.</exception>
    public Task<ModelRegistry> RestoreAsync(ModelReference reference, RegistryDecision decision, CancellationToken cancellationToken) => store.ChangeAsync(
        document =>
        {
            var (_, model) = Of(document, reference);
            if (model.Stage != Stages.Archived) throw Invalid($"{model.Reference} is in stage {model.Stage}; only an archived version is restored.");
            document.Set(model, "stage", Stages.Reference);
            document.Approve(model, Approval("restore", decision));
        },
        cancellationToken);

    /// <summary>Lets an alias stand for a version. The champion is promoted, not named.</summary>
    /// <exception cref="RegistryException">It is no alias, or the version is not there or archived.</exception>
    public Task<ModelRegistry> SetAliasAsync(ModelReference reference, string alias, CancellationToken cancellationToken) =>
        store.ChangeAsync(document => Point(document, Of(document, reference).Model, alias), cancellationToken);

    /// <summary>Ends an alias.</summary>
    /// <exception cref="RegistryException">There is no such alias, or it is the champion's.</exception>
    public Task<ModelRegistry> DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken) => store.ChangeAsync(
        document =>
        {
            VerifyAlias(alias);
            if (document.Registry.VersionOf(name, alias) is null) throw new RegistryException(RegistryFault.NotFound, $"{name} has no alias {Quote.Of(alias)}.");
            document.SetAlias(name, alias, null);
        },
        cancellationToken);

    /// <summary>Keeps a signature of a version's manifest.</summary>
    /// <exception cref="RegistryException">There is no such version.</exception>
    public Task<ModelRegistry> SignAsync(ModelReference reference, string signature, CancellationToken cancellationToken) =>
        store.ChangeAsync(document => document.Set(Of(document, reference).Model, "signature", signature), cancellationToken);

    /// <summary>Keeps what a version was measured to do on a data set.</summary>
    /// <exception cref="RegistryException">There is no such version.</exception>
    public Task<ModelRegistry> SetMetricsAsync(ModelReference reference, string dataSet, IReadOnlyDictionary<string, double> metrics, CancellationToken cancellationToken) =>
        store.ChangeAsync(document => document.SetMetrics(Of(document, reference).Model, dataSet, metrics), cancellationToken);

    private static (ModelRegistry Registry, RegisteredModel Model) Of(RegistryDocument document, ModelReference reference)
    {
        var registry = document.Registry;
        return (registry, registry.Require(reference));
    }

    private static void Succeed(RegistryDocument document, RegisteredModel model, RegisteredModel? before, string? aliasOfBefore)
    {
        if (before is not null)
        {
            document.Set(before, "stage", Stages.Reference);
            if (aliasOfBefore is not null) document.SetAlias(model.Name, aliasOfBefore, before.Version);
        }

        document.Set(model, "stage", Stages.Production);
        document.SetAlias(model.Name, ModelAliases.Champion, model.Version);
    }

    /// <summary>Moves an alias. A challenger that is followed by another is a candidate no more: else every new one would stay loaded.</summary>
    private static void Point(RegistryDocument document, RegisteredModel model, string alias)
    {
        VerifyAlias(alias);
        var registry = document.Registry;
        if (alias == ModelAliases.Challenger)
        {
            if (model.Stage == Stages.Production) throw Invalid($"{model.Reference} is the champion, it cannot be its own challenger.");
            if (registry.Find(new(model.Name, alias)) is { Stage: Stages.Candidate } before && before.Reference != model.Reference) document.Set(before, "stage", Stages.Reference);
            if (model.Stage != Stages.Candidate)
            {
                VerifyMove(model, Stages.Candidate);
                document.Set(model, "stage", Stages.Candidate);
            }
        }

        document.SetAlias(model.Name, alias, model.Version);
    }

    private static void VerifyNew(ModelRegistry registry, NewModel model, string? alias)
    {
        if (alias is not null) VerifyAlias(alias);
        if (registry.Find(model.Reference) is not null)
            throw new RegistryException(RegistryFault.Exists, $"{model.Reference} is registered already. The next version of {model.Manifest.Name} is {registry.NextVersion(model.Manifest.Name)}.");
    }

    private static void VerifyAlias(string alias)
    {
        if (!ModelAliases.IsAlias(alias)) throw Invalid($"The alias is {Quote.Of(alias)}; allowed is {ModelAliases.Allowed}.");
        if (alias == ModelAliases.Champion) throw Invalid($"{ModelAliases.Champion} is the version in stage {Stages.Production}: promote another instead.");
    }

    private static void VerifyMove(RegisteredModel model, string stage)
    {
        var allowed = Stages.After(model.Stage);
        if (!allowed.Contains(stage))
            throw Invalid($"{model.Reference} is in stage {model.Stage}, which {stage} may not follow; allowed is {(allowed.Count > 0 ? string.Join(", ", allowed) : "nothing")}.");
    }

    private static string Names(ModelRegistry registry, string name) =>
        string.Join(", ", registry.Models.Where(model => model.Name == name).Select(model => model.Reference)) is { Length: > 0 } names ? names : "the registry has none of that name";

    private static RegistryException Invalid(string message) => new(RegistryFault.Invalid, message);

    private ModelApproval Approval(string action, RegistryDecision decision) =>
        new() { Time = time.GetUtcNow(), By = decision.By, Action = action, Reason = decision.Reason, Override = decision.Override };
}

/// <summary>Who decides something about a version, and why.</summary>
/// <param name="By">Who.</param>
/// <param name="Reason">Why; may be left out.</param>
/// <param name="Override">Whether it is decided although a gate failed.</param>
public sealed record RegistryDecision(string By, string? Reason = null, bool Override = false);
