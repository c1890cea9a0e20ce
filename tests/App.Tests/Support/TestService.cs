using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomTypes.Events;
using RoomTypes.Hosting;
using RoomTypes.Recognition;

namespace RoomTypes.Tests.Support;

/// <summary>The service on a free port of this machine, with a client that takes no answer but those that the OpenAPI document has.</summary>
public sealed class TestService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestService(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient(new DocumentedAnswers(Address)) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public RecognitionService Recognition => _app.Services.GetRequiredService<RecognitionService>();

    public ModelRefresher Refresher => _app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<ModelRefresher>().Single();

    public IEventLog Events => _app.Services.GetRequiredService<IEventLog>();

    public MemoryBudget Budget => _app.Services.GetRequiredService<MemoryBudget>();

    /// <summary>Starts it with settings such as "Http:MaxImages=2", without events and without a cache else, and waits until it is ready, or never will be.</summary>
    public static async Task<TestService> StartAsync(params string[] settings)
    {
        var app = ServiceHost.Build(["--urls", "http://127.0.0.1:0", "--RoomType:Events:Store=none", "--RoomType:Cache:Level=none", .. settings.Select(setting => $"--RoomType:{setting}")]);
        await app.StartAsync();
        var service = new TestService(app);
        await service.Recognition.LoadModelsAsync();
        return service;
    }

    public async Task<HttpResponseMessage> PostAsync(byte[] body, string contentType, string path = "/v1/recognize", string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Samples.Body(body, contentType) };
        if (accept is not null) request.Headers.TryAddWithoutValidation("accept", accept);
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>One service for all tests that do not need settings of their own.</summary>
public sealed class SharedService : IAsyncLifetime
{
    public TestService Service { get; private set; } = null!;

    public async Task InitializeAsync() => Service = await TestService.StartAsync();

    public async Task DisposeAsync() => await Service.DisposeAsync();
}
