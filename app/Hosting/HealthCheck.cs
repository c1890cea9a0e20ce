using RoomTypes.Http;

namespace RoomTypes.Hosting;

/// <summary>`RoomTypes healthcheck`: asks the server in the same container whether it is ready. Images without a shell have no curl.</summary>
internal static class HealthCheck
{
    /// <summary>The argument that asks for it; the server's own may follow.</summary>
    public const string Command = "healthcheck";

    private const string MainProcess = "/proc/1/cmdline";

    /// <summary>The exit code: 0 when the server is ready, 1 otherwise.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var response = await client.GetAsync(Address(arguments.Length > 0 ? arguments : ServerArguments()));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or UriFormatException or FormatException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    /// <summary>Where the server of that configuration tells its readiness: at the first of its addresses without TLS.</summary>
    /// <param name="arguments">The server's arguments.</param>
    internal static Uri Address(string[] arguments)
    {
        var configuration = new ConfigurationBuilder().AddServerSettings(arguments).Build();
        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var url = urls.FirstOrDefault(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            ?? (configuration["http_ports"]?.Split(';')[0] is { Length: > 0 } port ? $"http://*:{port}" : ServerSettings.DefaultUrl);
        var address = BindingAddress.Parse(url);
        // Servers listen on names that nobody can be asked at.
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" or "localhost" ? "127.0.0.1" : address.Host;
        return new Uri($"http://{host}:{address.Port}{Routes.Ready}");
    }

    /// <summary>The arguments of the container's main process.</summary>
    private static string[] ServerArguments()
    {
        try
        {
            var command = File.ReadAllText(MainProcess).Split('\0', StringSplitOptions.RemoveEmptyEntries);
            var program = Array.FindIndex(command, argument => Path.GetFileNameWithoutExtension(argument) == "RoomTypes");
            return program < 0 ? [] : command[(program + 1)..];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
