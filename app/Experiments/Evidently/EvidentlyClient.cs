using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Aws;
using RoomTypes.Experiments.Files;

namespace RoomTypes.Experiments.Evidently;

/// <summary>Asks what speaks the API of CloudWatch Evidently: EvaluateFeature, with a token or signed with the credentials of the environment.</summary>
internal sealed class EvidentlyClient(ExperimentOptions options, ExperimentPlan plan, HttpClient client, TimeProvider time) : IRemoteSource
{
    private const string Service = "evidently";

    private readonly string _address = $"{options.Evidently.Endpoint.TrimEnd('/')}/projects/{options.Evidently.Project}/evaluations/";

    public async Task<Evaluation> AskAsync(string feature, string entityId, Attributes attributes, CancellationToken cancellationToken)
    {
        var body = Body(entityId, attributes);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address + feature) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await AuthenticateAsync(request, body, cancellationToken);
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"Evidently answered {(int)response.StatusCode}.", null, response.StatusCode);
        return Evaluate(await response.Content.ReadAsByteArrayAsync(cancellationToken), feature);
    }

    private async Task AuthenticateAsync(HttpRequestMessage request, byte[] body, CancellationToken cancellationToken)
    {
        if (options.Evidently.Token is { } token)
        {
            request.Headers.Add("x-api-key", token);
            return;
        }

        await SignatureV4.SignAsync(request, body, options.Evidently.Region, Service, time, cancellationToken);
    }

    private static byte[] Body(string entityId, Attributes attributes) => JsonSerializer.SerializeToUtf8Bytes(
        new EvaluateFeatureRequest
        {
            EntityId = entityId,
            EvaluationContext = attributes.Texts is { Count: > 0 } texts ? JsonSerializer.Serialize(texts, EvidentlyJson.Default.IReadOnlyDictionaryStringString) : null,
        },
        EvidentlyJson.Default.EvaluateFeatureRequest);

    private Evaluation Evaluate(byte[] body, string feature)
    {
        EvaluateFeatureResponse? answer;
        try
        {
            answer = JsonSerializer.Deserialize(body, EvidentlyJson.Default.EvaluateFeatureResponse);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"Evidently's answer is not understood: {exception.Message}", exception);
        }

        if (answer?.Variation is not { Length: > 0 } name) throw new FormatException("Evidently's answer has no variation.");
        var variation = new Variation(name, answer.Value?.ToValue() ?? VariationValue.Of(""));
        var reason = answer.Reason ?? Reasons.Default;
        return reason == Reasons.Experiment ? new(variation, reason, Experiment(answer.Details) ?? plan.Find(feature)?.Experiment?.Name ?? feature, name) : new(variation, reason);
    }

    /// <summary>The experiment that the details name, which AWS does not promise to do.</summary>
    private static string? Experiment(string? details)
    {
        if (string.IsNullOrEmpty(details)) return null;
        try
        {
            using var document = JsonDocument.Parse(details);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("experiment", out var name) ? name.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>The body of EvaluateFeature.</summary>
internal sealed record EvaluateFeatureRequest
{
    public required string EntityId { get; init; }

    public string? EvaluationContext { get; init; }
}

/// <summary>The answer of EvaluateFeature.</summary>
internal sealed record EvaluateFeatureResponse
{
    public string? Variation { get; init; }

    public string? Reason { get; init; }

    public string? Details { get; init; }

    public VariableValue? Value { get; init; }
}

/// <summary>A value of one of four types; the others are absent.</summary>
internal sealed record VariableValue
{
    public string? StringValue { get; init; }

    public bool? BoolValue { get; init; }

    public long? LongValue { get; init; }

    public double? DoubleValue { get; init; }

    public VariationValue ToValue() => this switch
    {
        { BoolValue: { } value } => VariationValue.Of(value),
        { LongValue: { } value } => VariationValue.Of(value),
        { DoubleValue: { } value } => VariationValue.Of(value),
        _ => VariationValue.Of(StringValue ?? ""),
    };
}

/// <summary>Reads and writes without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EvaluateFeatureRequest))]
[JsonSerializable(typeof(EvaluateFeatureResponse))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class EvidentlyJson : JsonSerializerContext;
