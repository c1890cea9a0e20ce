using System.Text.Json;
using RoomTypes.Aws;

namespace RoomTypes.Experiments.AppConfig;

/// <summary>
/// Asks the API of AWS AppConfig for a run of an experiment (AWS AppConfig API reference, ListExperimentRuns and GetExperimentRun), signed with
/// the credentials of the environment. Its role needs appconfig:ListExperimentRuns and appconfig:GetExperimentRun.
/// </summary>
internal sealed class ExperimentRunClient(ExperimentOptions options, HttpClient client, TimeProvider time)
{
    private const string Service = "appconfig";

    private readonly string _address = $"{options.AppConfig.ApiEndpoint.TrimEnd('/')}/applications/{options.AppConfig.Application}"
        + $"/experimentdefinitions/{Uri.EscapeDataString(options.AppConfig.ExperimentDefinition ?? "")}/experimentruns";

    /// <summary>The run that the options name, or the newest one; null if there is none yet.</summary>
    /// <exception cref="HttpRequestException">The API refuses or cannot be reached.</exception>
    /// <exception cref="FormatException">It answers something else.</exception>
    public async Task<ExperimentRun?> ReadAsync(CancellationToken cancellationToken)
    {
        var number = options.AppConfig.ExperimentRun > 0 ? options.AppConfig.ExperimentRun : await NewestAsync(cancellationToken);
        if (number == 0) return null;
        using var answer = await GetAsync($"/{number}", cancellationToken);
        return ExperimentRun.Parse(answer.RootElement);
    }

    /// <summary>The highest number of all pages; 0 without runs.</summary>
    private async Task<int> NewestAsync(CancellationToken cancellationToken)
    {
        var (newest, page) = (0, "");
        do
        {
            using var answer = await GetAsync(page.Length == 0 ? "" : $"?next_token={Uri.EscapeDataString(page)}", cancellationToken);
            try
            {
                foreach (var run in answer.RootElement.GetProperty("Items").EnumerateArray()) newest = Math.Max(newest, run.GetProperty("Run").GetInt32());
                page = ExperimentRun.Optional(answer.RootElement, "NextToken")?.GetString() ?? "";
            }
            catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new FormatException($"AppConfig's answer is no list of experiment runs: {exception.Message}", exception);
            }
        }
        while (page.Length > 0);

        return newest;
    }

    private async Task<JsonDocument> GetAsync(string target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address + target);
        await SignatureV4.SignAsync(request, default, options.AppConfig.Region, Service, time, cancellationToken);
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"AppConfig's API answered {(int)response.StatusCode}.", null, response.StatusCode);
        try
        {
            return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"AppConfig's answer is no JSON: {exception.Message}", exception);
        }
    }
}
