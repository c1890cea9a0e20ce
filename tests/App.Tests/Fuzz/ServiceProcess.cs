using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RoomTypes.Tests.Fuzz;

/// <summary>The service as a process of its own, with an event store, and a project P with the feature f behind the Evidently API.</summary>
public sealed class ServiceProcess : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process = new();

    public Uri Address { get; private set; } = null!;

    /// <summary>Whether it has ended, which it never should.</summary>
    public bool HasEnded => _process.HasExited;

    public double ResidentMegabytes => Megabytes("VmRSS:");

    /// <summary>The most that was resident since <see cref="ForgetPeak"/>.</summary>
    public double PeakMegabytes => Megabytes("VmHWM:");

    /// <summary>Of all its threads, since its start.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The peak is what is resident now (proc(5), clear_refs).</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");

    public async Task InitializeAsync()
    {
        _process.StartInfo = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "RoomTypes.dll"), "--urls", "http://127.0.0.1:0", "--RoomType:Http:TimeoutSeconds=600", "--RoomType:Events:Store=sqlite", $"--RoomType:Events:File={_folder.Path}/events.db"])
        {
            RedirectStandardOutput = true,
        };
        _process.Start();
        while (Address is null)
        {
            var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The service ended before it listened.");
            if (line.Split("Now listening on: ") is [_, var url]) Address = new Uri(url);
        }

        _ = _process.StandardOutput.ReadToEndAsync();
        using var client = new HttpClient { BaseAddress = Address };
        foreach (var (path, json) in new[] { ("/projects", """{"name":"P"}"""), ("/projects/P/features", """{"name":"f","variations":[{"name":"a","value":{"longValue":1}}]}""") })
        {
            using var content = new StringContent(json, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync(path, content);
            response.EnsureSuccessStatusCode();
        }
    }

    private double Megabytes(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }

    public async Task DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }
}
