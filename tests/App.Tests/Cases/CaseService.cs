using System.Text;

namespace RoomTypes.Tests.Cases;

/// <summary>A service with an event store, and a project P with the feature f behind the Evidently API.</summary>
public sealed class CaseService : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public TestService Service { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        // Time enough, however busy the machine.
        Service = await TestService.StartAsync("Http:TimeoutSeconds=600", "Events:Store=sqlite", $"Events:File={Path.Combine(_folder.Path, "events.db")}");
        await CreateAsync("/projects", """{"name":"P"}""");
        await CreateAsync("/projects/P/features", """{"name":"f","variations":[{"name":"a","value":{"longValue":1}}]}""");
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        _folder.Dispose();
    }

    private async Task CreateAsync(string path, string json) => (await Service.PostAsync(Encoding.UTF8.GetBytes(json), "application/json", path)).EnsureSuccessStatusCode();
}
