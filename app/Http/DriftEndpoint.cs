using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Drift;
using RoomTypes.Http.OpenApi;
using RoomTypes.Recognition;
using RoomTypes.Statistics.Drift;

namespace RoomTypes.Http;

/// <summary>How far what a model sees is from what it saw in its first days. Numbers that nothing is known of are absent.</summary>
public sealed record DriftResult
{
    /// <summary>The model, name@version.</summary>
    public required string Model { get; init; }

    /// <summary>Where the comparison starts.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Where it ends.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>learning while the reference is not whole, steady, or drift: the evidence has reached the threshold since the start.</summary>
    public required string Status { get; init; }

    /// <summary>Predictions of the reference so far.</summary>
    public required int Reference { get; init; }

    /// <summary>Predictions of a whole reference.</summary>
    public required int ReferenceNeeded { get; init; }

    /// <summary>Predictions that were compared with it: an entity's first of a day, 400 a day at most.</summary>
    public int? Predictions { get; init; }

    /// <summary>The natural logarithm of the greatest evidence of a change since the start. It may be looked at as often as one likes.</summary>
    public double? LogEvidence { get; init; }

    /// <summary>The threshold of it: with nothing changed it is ever reached with a probability of at most 1%.</summary>
    public required double LogThreshold { get; init; }

    /// <summary>After how many predictions it was reached.</summary>
    public int? DetectedAfter { get; init; }

    /// <summary>The squared maximum mean discrepancy of the embeddings; about 0 where nothing has changed.</summary>
    public double? EmbeddingDiscrepancy { get; init; }

    /// <summary>Of its permutation test, valid for one look.</summary>
    public double? EmbeddingPValue { get; init; }

    /// <summary>The population stability index of the labels that were answered.</summary>
    public double? StabilityIndex { get; init; }

    /// <summary>The Jensen-Shannon divergence of these in bits, 0 to 1.</summary>
    public double? JensenShannon { get; init; }

    /// <summary>The same two of the labels that feedback calls right; absent where it says so of fewer than 30 predictions of the reference or since.</summary>
    public LabelShift? Feedback { get; init; }

    /// <summary>What the greatest evidence is of: embedding, confidence, brightness or sharpness.</summary>
    public string? Strongest { get; init; }

    /// <summary>The mean confidence in the reference.</summary>
    public double? ReferenceConfidence { get; init; }

    /// <summary>The mean confidence since.</summary>
    public double? Confidence { get; init; }

    /// <summary>The share of predictions of the reference that show little that the model knows, 0 to 1.</summary>
    public double? ReferenceUnknownShare { get; init; }

    /// <summary>The same since.</summary>
    public double? UnknownShare { get; init; }

    /// <summary>The pictures of the reference.</summary>
    public PictureMeans? ReferencePictures { get; init; }

    /// <summary>The pictures since.</summary>
    public PictureMeans? Pictures { get; init; }

    internal static DriftResult Of(DriftReading reading) => new()
    {
        Model = reading.Model,
        From = reading.From,
        Until = reading.Until,
        Status = reading.Report switch { null => "learning", { IsDrift: true } => "drift", _ => "steady" },
        Reference = reading.Reference,
        ReferenceNeeded = DriftReader.WholeReference,
        Predictions = reading.Report?.Predictions,
        LogEvidence = reading.Report?.LogEvidence,
        LogThreshold = DriftDetector.Threshold,
        DetectedAfter = reading.Report?.DetectedAfter,
        EmbeddingDiscrepancy = reading.Report?.Embedding?.Squared,
        EmbeddingPValue = reading.Report?.Embedding?.PValue,
        StabilityIndex = reading.Report?.Answered?.StabilityIndex ?? (reading.Report is null ? null : 0),
        JensenShannon = reading.Report?.Answered?.JensenShannon ?? (reading.Report is null ? null : 0),
        Feedback = reading.Report?.Judged,
        Strongest = reading.Report?.Strongest,
        ReferenceConfidence = Finite(reading.Report?.Before.Confidence),
        Confidence = Finite(reading.Report?.Since.Confidence),
        ReferenceUnknownShare = Finite(reading.Report?.Before.UnknownShare),
        UnknownShare = Finite(reading.Report?.Since.UnknownShare),
        ReferencePictures = PictureMeans.Of(reading.Report?.Before),
        Pictures = PictureMeans.Of(reading.Report?.Since),
    };

    private static double? Finite(double? value) => value is { } number ? ExperimentResults.Finite(number) : null;
}

/// <summary>Means of what pictures' pixels say of the camera.</summary>
/// <param name="Brightness">0 (black) to 1 (white).</param>
/// <param name="Sharpness">The variance of the Laplacian, in squared steps of 0 to 255: low where nothing has an edge, high with noise.</param>
/// <param name="Megapixels">Of the pictures as they were sent.</param>
public sealed record PictureMeans(double Brightness, double Sharpness, double Megapixels)
{
    internal static PictureMeans? Of(SeenMeans? means) =>
        means is { } own && double.IsFinite(own.Brightness) ? new(own.Brightness, own.Sharpness, own.Megapixels) : null;
}

/// <summary>Writes and reads drift without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DriftResult))]
internal sealed partial class DriftJson : JsonSerializerContext;

/// <summary>GET /v1/drift.</summary>
internal static class DriftEndpoint
{
    /// <summary>Maps it.</summary>
    public static void MapDrift(this WebApplication app) => app.MapGet("/v1/drift", ReadAsync)
        .WithName("getDrift").WithTags("Models")
        .Produces<DriftResult>().WithErrors(Errors.Drift);

    /// <summary>
    /// How far what a model sees is from what it saw in its first days: model is name or name@version, the production model if absent; from and until, in
    /// ISO 8601, limit the time, the present month if absent, 31 days at most.
    /// </summary>
    public static async Task<IResult> ReadAsync(HttpContext context, DriftReader reader, RecognitionService service, RequestOptions options, string? model = null, string? from = null, string? until = null)
    {
        var cancellationToken = context.BeginDeadline(options).Token;
        var (start, end) = (ExperimentEndpoints.Time(nameof(from), from), ExperimentEndpoints.Time(nameof(until), until));
        var registered = string.IsNullOrEmpty(model) ? await service.DefaultAsync(cancellationToken) : await service.RequireServedAsync(model, cancellationToken);
        var reading = await reader.ReadAsync(registered.Reference.ToString(), start, end, cancellationToken);
        return TypedResults.Json(DriftResult.Of(reading), DriftJson.Default.DriftResult);
    }
}
