using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Npgsql;
using RoomTypes.LocalStack;
using RoomTypes.Signing;

namespace RoomTypes.Tests.LocalStack;

/// <summary>./run up and ./run down with real servers, which are killed.</summary>
public sealed class StackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly (int Service, int Postgres, int Redis) _ports = (Loopback.FreePort(), Loopback.FreePort(), Loopback.FreePort());

    public StackTests()
    {
        // The servers' users have to come through where the tests are root's.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.Path, File.GetUnixFileMode(_folder.Path) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
    }

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Up_PartsThatAreKilled_ComeBackAndNothingAcknowledgedIsLost()
    {
        var acknowledged = new List<int>();
        await using (var stack = await RunningStack.StartAsync(Data, _ports))
        {
            foreach (var part in new[] { "postgres", "redis", "service" })
            {
                await SendAsync(stack, acknowledged, 20);
                var sending = SendAsync(stack, acknowledged, 20);
                using (var process = Process.GetProcessById(stack.ProcessOf(part))) process.Kill();
                await stack.SaysAsync($"stack    | {part} is ready", 2);
                await sending;
            }

            Assert.Empty(acknowledged.Except(await ValuesAsync()));
            Assert.Equal(0, await stack.EndAsync());
            // In order: those that need others before those.
            var ends = stack.Lines.ToList();
            var order = new[] { "service  |       Application is shutting down", "database system is shut down", "stack    | All has ended." }.Select(text => ends.FindLastIndex(line => line.Contains(text, StringComparison.Ordinal))).ToList();
            Assert.DoesNotContain(-1, order);
            Assert.Equal(order.Order(), order);
            Assert.All(new[] { "postgres", "redis", "service", "stack" }, part => Assert.Null(Records.Of(Data, part).Find()));
            Assert.DoesNotContain(ends, line => line.Contains('\e'));
        }

        // The data is there at the next run, which takes signed requests only.
        await using var signed = await RunningStack.StartAsync(Data, _ports, "--signed");
        Assert.Empty(acknowledged.Except(await ValuesAsync()));
        Assert.Equal(HttpStatusCode.Forbidden, (await signed.Client.GetAsync(new Uri("/v1/models", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await SignedAsync(signed.Client));

        // What a killed stack leaves behind is ended, with the data.
        var left = new[] { "postgres", "redis", "service" }.Select(signed.ProcessOf).ToList();
        signed.Process.Kill();
        await signed.Process.WaitForExitAsync();
        using var down = Process.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "LocalStack.dll"), "down", "--purge", "--data", Data]);
        await down.WaitForExitAsync();
        Assert.Equal(0, down.ExitCode);
        Assert.False(Directory.Exists(Data));
        Assert.All(left, process => Assert.False(Directory.Exists($"/proc/{process}") && File.ReadAllText($"/proc/{process}/stat").Split(") ")[1][0] != 'Z'));
    }

    [Fact]
    public async Task Up_WithAPortThatIsTaken_SaysWhichOptionChangesIt()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, _ports.Redis);
        listener.Start();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LocalStack.dll"), "up", "--data", Data, "--service", "none", "--port", $"{_ports.Service}", "--postgres-port", $"{_ports.Postgres}", "--redis-port", $"{_ports.Redis}"]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        Assert.Contains($"Port {_ports.Redis}, redis's, is taken; choose another: --redis-port.", await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await process.WaitForExitAsync();
        Assert.Equal(2, process.ExitCode);
    }

    // Until as many more were acknowledged; those in between may fail.
    private static async Task SendAsync(RunningStack stack, List<int> acknowledged, int more)
    {
        for (var (i, until) = (acknowledged.Count * 1_000, acknowledged.Count + more); acknowledged.Count < until; i++)
        {
            try
            {
                using var body = new StringContent($$$"""{"entityId": "robot", "metric": {"name": "number", "value": {{{i}}}}}""", Encoding.UTF8, "application/json");
                using var response = await stack.Client.PostAsync(new Uri("/v1/feedback", UriKind.Relative), body);
                if (response.IsSuccessStatusCode) acknowledged.Add(i);
            }
            catch (HttpRequestException)
            {
                // It starts again.
                await Task.Delay(20);
            }
        }
    }

    private async Task<List<int>> ValuesAsync()
    {
        var password = await File.ReadAllTextAsync(Path.Combine(Data, "password"));
        await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={_ports.Postgres};Database=rooms;Username=rooms;Password={password};Pooling=false");
        await using var command = source.CreateCommand("SELECT value FROM metric");
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<int>();
        while (await reader.ReadAsync()) values.Add((int)reader.GetDouble(0));
        return values;
    }

    private async Task<HttpStatusCode> SignedAsync(HttpClient client)
    {
        using var keys = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Data, "keys.json")));
        var key = keys.RootElement.GetProperty("keys")[0];
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseAddress!, "/v1/models"));
        new SigV4Signer(new(key.GetProperty("accessKeyId").GetString()!, key.GetProperty("secretAccessKey").GetString()!), "local", "execute-api").Sign(request, SigV4.EmptyPayloadHash, DateTimeOffset.UtcNow);
        return (await client.SendAsync(request)).StatusCode;
    }
}
