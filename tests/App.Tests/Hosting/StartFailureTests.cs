using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RoomTypes.Tests.Hosting;

public class StartFailureTests
{
    [Fact]
    public async Task Program_APortThatIsTaken_SaysSoAndBlamesNothingElse()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using var program = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "RoomTypes"), ["--urls", $"http://{other.LocalEndpoint}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (log, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync();
        Assert.Equal(78, program.ExitCode);
        Assert.Contains("Choose another port with --urls", await error);
        Assert.DoesNotContain("BackgroundService", await log);
    }
}
