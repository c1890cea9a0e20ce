using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RoomTypes.Experiments;

namespace RoomTypes.Reporting.AppConfig;

/// <summary>What AppConfig's API has of experiments (AWS AppConfig API reference), signed with the credentials of the environment.</summary>
/// <param name="application">The application's name or id.</param>
/// <param name="region">The AWS region.</param>
/// <param name="address">The API; AWS's of the region if null.</param>
internal sealed class ExperimentApi(string application, string region, string? address)
{
    private const string Service = "appconfig";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>What UpdateExperimentDefinition takes; the flag and its place are for ever.</summary>
    private static readonly string[] Changeable = ["Treatments", "Control", "Hypothesis", "AudienceRule", "AudienceDescription", "LaunchCriteria"];

    private readonly string _definitions = $"{(address ?? AppConfigOptions.ApiOf(region)).TrimEnd('/')}/applications/{Uri.EscapeDataString(application)}/experimentdefinitions";

    /// <summary>CreateExperimentDefinition.</summary>
    /// <returns>False if one of that name is there.</returns>
    public async Task<bool> TryCreateAsync(JsonObject definition, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Post, "", Without(definition, "ApplicationIdentifier"), cancellationToken, mayConflict: true) is not null;

    /// <summary>UpdateExperimentDefinition: a run that goes on keeps what it was started with.</summary>
    public Task<JsonObject?> UpdateAsync(string name, JsonObject definition, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, $"/{Uri.EscapeDataString(name)}", new(definition.Where(member => Changeable.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))), cancellationToken);

    /// <summary>StartExperimentRun.</summary>
    public async Task<JsonObject> StartAsync(string name, double exposure, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Post, $"/{Uri.EscapeDataString(name)}/experimentruns", new() { ["ExposurePercentage"] = exposure }, cancellationToken))!;

    /// <summary>UpdateExperimentRun.</summary>
    public async Task<JsonObject> ExposeAsync(string name, int run, double exposure, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Patch, $"/{Uri.EscapeDataString(name)}/experimentruns/{run}/update", new() { ["ExposurePercentage"] = exposure }, cancellationToken))!;

    /// <summary>StopExperimentRun.</summary>
    public Task StopAsync(string name, int run, JsonNode result, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, $"/{Uri.EscapeDataString(name)}/experimentruns/{run}/stop", new() { ["Result"] = result }, cancellationToken);

    private async Task<JsonObject?> SendAsync(HttpMethod method, string target, JsonObject body, CancellationToken cancellationToken, bool mayConflict = false)
    {
        using var client = new HttpClient { Timeout = Timeout };
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        try
        {
            using var request = new HttpRequestMessage(method, _definitions + target) { Content = new ByteArrayContent(bytes) };
            request.Content.Headers.ContentType = new("application/json");
            await ResultsClient.SignAsync(request, bytes, region, Service);
            using var response = await client.SendAsync(request, cancellationToken);
            if (mayConflict && response.StatusCode == HttpStatusCode.Conflict) return null;
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode) throw new ResultsUnavailableException($"AppConfig answered {(int)response.StatusCode} to {method} {target}: {answer}");
            return JsonNode.Parse(answer) as JsonObject ?? [];
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or TaskCanceledException)
        {
            throw new ResultsUnavailableException($"{_definitions} does not answer as AppConfig's API does: {exception.Message}");
        }
    }

    private static JsonObject Without(JsonObject definition, string member)
    {
        var copy = (JsonObject)definition.DeepClone();
        copy.Remove(member);
        return copy;
    }
}
