using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RoomTypes.Tests.Hosting;

/// <summary>The program as a process of its own.</summary>
public class ProcessTests
{
    [Fact]
    public async Task Start_WithBadSettings_EndsWithAllOfThem()
    {
        var (exitCode, error) = await RunAsync("--RoomType:Http:MaxImages=x", "--RoomType:Nonsense=1");
        Assert.Equal(78, exitCode);
        Assert.Contains("The configuration has 2 problems:", error);
        Assert.Contains("RoomType:Http:MaxImages is 'x'", error);
        Assert.Contains("RoomType:Nonsense is not a setting.", error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public async Task Start_OnATakenPort_NamesItAndTheWayOut()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var (exitCode, error) = await RunAsync("--urls", $"http://127.0.0.1:{port}");
        Assert.Equal(78, exitCode);
        Assert.Contains($":{port}", error);
        Assert.Contains("--urls http://localhost:PORT", error);
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "RoomTypes.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }
}
