using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Models;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>What GET /v1/models answers.</summary>
/// <param name="Models">Every model of the registry.</param>
/// <param name="Refused">Why the registry's newest state is not served and this older one is; absent where that is not so.</param>
public sealed record ModelList(IReadOnlyList<ModelDescription> Models, string? Refused = null);

/// <summary>A model of the registry, as it is answered.</summary>
public sealed record ModelDescription
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The model's version.</summary>
    public required string Version { get; init; }

    /// <summary>production, candidate, reference or archived.</summary>
    public required string Stage { get; init; }

    /// <summary>The aliases that stand for it, for example champion.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Whether this process answers with it.</summary>
    public required bool Served { get; init; }

    /// <summary>The file's SHA-256, 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The SHA-256 of its manifest, if that was registered.</summary>
    public string? ManifestSha256 { get; init; }

    /// <summary>The SHA-256 of its card, if it has one.</summary>
    public string? CardSha256 { get; init; }

    /// <summary>Whether its manifest is signed.</summary>
    public required bool IsSigned { get; init; }

    /// <summary>When it was registered, if that was kept.</summary>
    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>The labels in the order of the model's probabilities.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>float32 or int8.</summary>
    public required string Precision { get; init; }

    /// <summary>Where the model comes from.</summary>
    public required ModelLineage Lineage { get; init; }

    /// <summary>How well it does: metrics by data set.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Metrics { get; init; }
}

/// <summary>Writes models without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelDescription))]
internal sealed partial class ModelListJson : JsonSerializerContext;

/// <summary>GET /v1/models, /v1/models/{name}/{version} and /v1/models/{name}/{version}/card.</summary>
internal static class ModelEndpoints
{
    /// <summary>Every model of the registry.</summary>
    public static IResult List(RecognitionService service)
    {
        var models = service.Models;
        return TypedResults.Json(new ModelList([.. models.Registry.Models.Select(model => Describe(models, model))], service.Refused), ModelListJson.Default.ModelList);
    }

    /// <summary>One model of the registry, by version or alias: labels, lineage, metrics, stage, digest.</summary>
    /// <exception cref="ServiceException">The registry does not have it.</exception>
    public static IResult Get(string name, string version, RecognitionService service)
    {
        var models = service.Models;
        var model = models.Registry.Find(new ModelReference(name, version)) ?? throw Unknown(models.Registry, $"{name}@{version}");
        return TypedResults.Json(Describe(models, model), ModelListJson.Default.ModelDescription);
    }

    /// <summary>The model's card: what it is for, how well it does and where its limits are, as Markdown.</summary>
    /// <exception cref="ServiceException">The registry does not have the model, or the model no card, or it cannot be had.</exception>
    public static async Task<IResult> CardAsync(HttpContext context, string name, string version, RecognitionService service, IModelSource source)
    {
        var model = service.Models.Registry.Find(new ModelReference(name, version)) ?? throw Unknown(service.Models.Registry, $"{name}@{version}");
        return TypedResults.Bytes(await ReadCardAsync(model, source, context.RequestAborted), $"{MediaTypes.Markdown}; charset=utf-8");
    }

    private static async Task<byte[]> ReadCardAsync(RegisteredModel model, IModelSource source, CancellationToken cancellationToken)
    {
        try
        {
            var card = await source.ReadAsync(model.CardFile, cancellationToken);
            if (model.CardSha256 is not { } sha256 || sha256.Equals(Digest.Compute(card), StringComparison.OrdinalIgnoreCase)) return card;
        }
        catch (ModelUnavailableException)
        {
            if (model.CardSha256 is null) throw new ServiceException(ErrorKind.NotFound, "card_missing", $"{model.Reference} has no card: {ModelFiles.Card} beside its model.");
        }

        throw new ServiceException(ErrorKind.NotReady, "card_unavailable", $"The card of {model.Reference} cannot be had, or is another than the registry's: restore {ModelFiles.Card}, or register the model anew.");
    }

    private static ModelDescription Describe(ServedModels models, RegisteredModel model) => new()
    {
        Name = model.Name,
        Version = model.Version,
        Stage = model.Stage,
        Aliases = [.. models.Registry.AliasesOf(model)],
        Served = models.Served.Contains(model),
        Sha256 = model.Sha256,
        ManifestSha256 = model.ManifestSha256,
        CardSha256 = model.CardSha256,
        IsSigned = model.Signature is not null,
        RegisteredAt = model.RegisteredAt,
        Labels = model.Labels,
        Precision = model.Precision,
        Lineage = model.Lineage,
        Metrics = model.Metrics,
    };

    private static ServiceException Unknown(ModelRegistry registry, string reference)
    {
        var known = string.Join(", ", registry.Models.Select(model => model.Reference));
        return new ServiceException(ErrorKind.NotFound, "model_unknown", $"The registry has no {reference}; it has {known}.") { Value = reference, Limit = known };
    }
}
