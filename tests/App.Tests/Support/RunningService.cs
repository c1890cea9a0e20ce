using System.Diagnostics;

namespace RoomTypes.Tests.Support;

/// <summary>The service as a process of its own, on a free port of this machine.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Process _process;

    private RunningService(Process process, Uri address) => (_process, Client) = (process, new HttpClient { BaseAddress = address });

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    /// <summary>Starts it with settings such as "Http:MaxImages=2", and waits until it listens.</summary>
    public static async Task<RunningService> StartAsync(IEnumerable<string> settings, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "RoomTypes.dll"), "--urls", "http://127.0.0.1:0", .. settings.Select(setting => $"--RoomType:{setting}")])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split("Now listening on: ") is not [_, var url]) continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new(process, new Uri(url));
        }

        throw new InvalidOperationException("The service ended before it listened.");
    }

    /// <summary>Asks again and again until something is so.</summary>
    /// <param name="isSo">Asks the service.</param>
    /// <param name="otherwise">What is wrong if it never is.</param>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string otherwise)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await isSo()) Assert.True(Stopwatch.GetElapsedTime(start) < Patience, otherwise);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
