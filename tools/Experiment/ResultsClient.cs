using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Calling;
using RoomTypes.Aws;
using RoomTypes.Http;

namespace RoomTypes.Reporting;

/// <summary>The results could not be had; the message says why and what to do.</summary>
public sealed class ResultsUnavailableException(string message) : Exception(message);

/// <summary>Asks a running service for the results of an experiment.</summary>
internal static class ResultsClient
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>The results, as they were answered and read.</summary>
    /// <param name="url">The service.</param>
    /// <param name="region">The AWS region whose API Gateway is asked, or null if the address says.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="from">Where to start, or null.</param>
    /// <param name="until">Where to end, or null.</param>
    /// <param name="history">Whether it tells what it said every day, too.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ResultsUnavailableException">The address is none, or the service is not there, refuses, or answers something else.</exception>
    public static async Task<(string Json, ExperimentResults Results)> ReadAsync(
        string url, string? region, string experiment, DateTimeOffset? from, DateTimeOffset? until, bool history, CancellationToken cancellationToken)
    {
        var query = string.Join('&', new[] { Parameter("from", from), Parameter("until", until), history ? "history=true" : null }.OfType<string>());
        return await AskAsync(
            url, region, $"/v1/experiments/{Uri.EscapeDataString(experiment)}/results{(query.Length > 0 ? $"?{query}" : "")}", ExperimentResultsJson.Default.ExperimentResults, cancellationToken);
    }

    /// <summary>What a service answers to a GET, as it was answered and read.</summary>
    /// <param name="url">The service.</param>
    /// <param name="region">The AWS region whose API Gateway is asked, or null if the address says.</param>
    /// <param name="path">The path and query below the service's address.</param>
    /// <param name="type">What is answered.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ResultsUnavailableException">The address is none, or the service is not there, refuses, or answers something else.</exception>
    public static async Task<(string Json, T Answer)> AskAsync<T>(string url, string? region, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var service) || service.Scheme is not ("http" or "https"))
            throw new ResultsUnavailableException($"--url is '{url}'; allowed is an http:// or https:// address.");
        var address = new Uri(service.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);
        using var client = new HttpClient { Timeout = Timeout };
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if ((region ?? GatewayAddress.RegionOf(service)) is { } signed) await SignAsync(request, [], signed, GatewayAddress.Service);
            using var response = await client.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode) throw new ResultsUnavailableException(Detail(body) ?? $"{address} answered {(int)response.StatusCode}.");
            return (body, JsonSerializer.Deserialize(body, type) ?? throw new JsonException("The answer is null."));
        }
        catch (HttpRequestException exception)
        {
            throw new ResultsUnavailableException($"{service} does not answer: {exception.Message} Start the service with ./run, or name another with --url.");
        }
        catch (JsonException exception)
        {
            throw new ResultsUnavailableException($"{address} does not answer as expected: {exception.Message}");
        }
    }

    /// <summary>Signs a request with the credentials of the environment.</summary>
    /// <exception cref="ResultsUnavailableException">There are none.</exception>
    internal static async Task SignAsync(HttpRequestMessage request, byte[] body, string region, string service)
    {
        try
        {
            var credentials = await EnvironmentCredentials.ReadAsync();
            SignatureV4.Sign(request, body, region, service, credentials, DateTimeOffset.UtcNow);
        }
        catch (NoCredentialsException exception)
        {
            throw new ResultsUnavailableException(exception.Message);
        }
    }

    private static string? Parameter(string name, DateTimeOffset? time) =>
        time is { } value ? $"{name}={Uri.EscapeDataString(value.ToString("O", CultureInfo.InvariantCulture))}" : null;

    private static string? Detail(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            // "message" is API Gateway's.
            return document.RootElement.TryGetProperty("detail", out var detail) || document.RootElement.TryGetProperty("message", out detail) ? detail.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
