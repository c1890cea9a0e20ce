using System.Diagnostics;

namespace Page.Tests.Support;

/// <summary>The service as a process of its own, ready, with its events in a file.</summary>
public sealed class PageService : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("room-type-page-");
    private readonly Process _process = new();

    private PageService()
    {
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Starts it with settings such as "Http:Page=false".</summary>
    public static Task<PageService> StartAsync(params string[] settings) => StartAsync(_ => Task.CompletedTask, settings);

    /// <summary>The same, with what is written into the file of the events before.</summary>
    public static async Task<PageService> StartAsync(Func<string, Task> write, params string[] settings)
    {
        var service = new PageService();
        var (process, events) = (service._process, Path.Combine(service._folder.FullName, "events.db"));
        await write(events);
        process.StartInfo = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "RoomTypes.dll"), "--urls", "http://127.0.0.1:0", "--RoomType:Events:Store=sqlite", $"--RoomType:Events:File={events}",
                .. settings.Select(setting => $"--RoomType:{setting}"),
            ])
        {
            RedirectStandardOutput = true,
        };
        process.Start();
        while (service.Address is null)
        {
            var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The service ended before it listened.");
            if (line.Split("Now listening on: ") is [_, var url]) service.Address = new Uri(url);
        }

        _ = process.StandardOutput.ReadToEndAsync();
        using var client = new HttpClient { BaseAddress = service.Address };
        while (!(await client.GetAsync("/health/ready")).IsSuccessStatusCode) await Task.Delay(20);
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
