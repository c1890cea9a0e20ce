using RoomTypes.Http;

namespace RoomTypes.Hosting;

/// <summary>`RoomTypes healthcheck`: asks the server in the same container whether it is ready. Images without a shell have no curl.</summary>
internal static class HealthCheck
{
    /// <summary>The argument that asks for it.</summary>
    public const string Command = "healthcheck";

    private const string DefaultPort = "8080";

    /// <summary>The exit code: 0 when the server is ready, 1 otherwise.</summary>
    public static async Task<int> RunAsync()
    {
        var port = Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS")?.Split(';')[0] ?? DefaultPort;
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{Routes.Ready}"));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }
}
