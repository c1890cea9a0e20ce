using System.Text.Json;
using RoomTypes.Experiments.Files;
using RoomTypes.Json;

namespace RoomTypes.Experiments.AppConfig;

/// <summary>
/// Asks the AppConfig agent ("Retrieving basic and multi-variant feature flags" and "Retrieving experiment treatments", AWS AppConfig user
/// guide): GET .../configurations/PROFILE?flag=KEY with the entity in Entity-Id and the facts in Context headers.
/// </summary>
internal sealed class AppConfigAgent(ExperimentOptions options, ExperimentPlan plan, HttpClient client) : IRemoteSource
{
    private const string ContextHeader = "Context";
    private const string EntityHeader = "Entity-Id";

    private readonly string _address = $"{options.AppConfig.Endpoint.TrimEnd('/')}/applications/{options.AppConfig.Application}"
        + $"/environments/{options.AppConfig.Environment}/configurations/{options.AppConfig.Profile}?flag=";

    public async Task<Evaluation> AskAsync(string feature, string entityId, Attributes attributes, CancellationToken cancellationToken)
    {
        // Rules split by it: an entity that cannot be told in full must not be assigned as if there were none.
        if (!IsContextValue(entityId)) throw new FormatException("The entity's id has a comma or a control character, which the agent's headers cannot hold.");
        using var request = new HttpRequestMessage(HttpMethod.Get, _address + Uri.EscapeDataString(feature));
        request.Headers.TryAddWithoutValidation(EntityHeader, entityId);
        request.Headers.TryAddWithoutValidation(ContextHeader, Context(entityId, attributes));
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"The agent answered {(int)response.StatusCode}.", null, response.StatusCode);
        using var document = await ParseAsync(response, cancellationToken);
        return FlagEvaluation.Of(Flag(document.RootElement, feature), feature, plan);
    }

    /// <summary>Commas separate pairs, so values with commas cannot be told.</summary>
    private static IEnumerable<string> Context(string entityId, Attributes attributes)
    {
        yield return $"{ContextKey.EntityId}={entityId}";
        foreach (var (key, value) in attributes.Texts ?? new Dictionary<string, string>())
        {
            if (IsContextValue(key) && IsContextValue(value) && !key.Contains('=', StringComparison.Ordinal)) yield return $"{key}={value}";
        }
    }

    private static bool IsContextValue(string value) => !value.Contains(',', StringComparison.Ordinal) && !value.Any(char.IsControl);

    /// <summary>One flag is answered alone, several under their names.</summary>
    private static FlagAnswer Flag(JsonElement root, string feature)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new FormatException("The agent's answer is no object.");
        return FlagAnswer.Read(root.TryGetProperty(feature, out var flag) && flag.ValueKind == JsonValueKind.Object ? flag : root);
    }

    private static async Task<JsonDocument> ParseAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The agent's answer is no JSON: {StrictJson.Reason(exception)}", exception);
        }
    }
}
