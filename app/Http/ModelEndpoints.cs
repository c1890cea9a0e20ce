using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Models;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>What GET /v1/models answers.</summary>
/// <param name="Models">Every model of the registry.</param>
public sealed record ModelList(IReadOnlyList<ModelDescription> Models);

/// <summary>A model of the registry, as it is answered.</summary>
public sealed record ModelDescription
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The model's version.</summary>
    public required string Version { get; init; }

    /// <summary>production, candidate or reference.</summary>
    public required string Stage { get; init; }

    /// <summary>Whether this process answers with it.</summary>
    public required bool Served { get; init; }

    /// <summary>The file's SHA-256, 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

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
        return TypedResults.Json(new ModelList([.. service.Registry.Models.Select(model => Describe(service, model))]), ModelListJson.Default.ModelList);
    }

    /// <summary>One model of the registry: labels, lineage, metrics, stage, digest.</summary>
    /// <exception cref="ServiceException">The registry does not have it.</exception>
    public static IResult Get(string name, string version, RecognitionService service)
    {
        var model = service.Registry.Find(new ModelReference(name, version)) ?? throw Unknown(service.Registry, $"{name}@{version}");
        return TypedResults.Json(Describe(service, model), ModelListJson.Default.ModelDescription);
    }

    /// <summary>The model's card: what it is for, how well it does and where its limits are, as Markdown.</summary>
    /// <exception cref="ServiceException">The registry does not have the model, or the model no card, or it cannot be had.</exception>
    public static async Task<IResult> CardAsync(HttpContext context, string name, string version, RecognitionService service, IModelSource source)
    {
        var model = service.Registry.Find(new ModelReference(name, version)) ?? throw Unknown(service.Registry, $"{name}@{version}");
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

    private static ModelDescription Describe(RecognitionService service, RegisteredModel model) => new()
    {
        Name = model.Name,
        Version = model.Version,
        Stage = model.Stage,
        Served = service.Served.Contains(model),
        Sha256 = model.Sha256,
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
