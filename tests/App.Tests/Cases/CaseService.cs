using System.Net.Sockets;
using System.Text;

namespace RoomTypes.Tests.Cases;

/// <summary>A service with an event store, and a project P with the feature f behind the Evidently API.</summary>
public sealed class CaseService : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public TestService Service { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Service = await TestService.StartAsync("Events:Store=sqlite", $"Events:File={Path.Combine(_folder.Path, "events.db")}");
        await CreateAsync("/projects", """{"name":"P"}""");
        await CreateAsync("/projects/P/features", """{"name":"f","variations":[{"name":"a","value":{"longValue":1}}]}""");
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Sends bytes as they are and answers the status and what follows the head, once the server has closed or has said so much.</summary>
    public async Task<(int Status, string Body)> SendRawAsync(byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Service.Client.BaseAddress!.Host, Service.Client.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(request);
        var answer = new StringBuilder();
        var buffer = new byte[8192];
        while (!IsWhole(answer.ToString()))
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0) break;
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        var text = answer.ToString();
        return (int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }

    private static bool IsWhole(string answer)
    {
        const string Length = "Content-Length: ";
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var at = answer.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        if (end < 0 || at < 0) return false;
        var length = int.Parse(answer[(at + Length.Length)..answer.IndexOf('\r', at)], System.Globalization.CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetByteCount(answer[(end + 4)..]) >= length;
    }

    private async Task CreateAsync(string path, string json) => (await Service.PostAsync(Encoding.UTF8.GetBytes(json), "application/json", path)).EnsureSuccessStatusCode();
}
