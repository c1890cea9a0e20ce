using Hosting.Tests.Http;
using Microsoft.AspNetCore.Builder;

namespace Hosting.Tests.Fakes;

/// <summary>The echo application on both hosts, to send the same request to each.</summary>
public sealed class BothHosts : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private FakeRuntimeApi _api = null!;
    private WebApplication _kestrel = null!;
    private WebApplication _lambda = null!;

    internal FakeRuntimeApi Api => _api;

    public async Task InitializeAsync()
    {
        _api = await FakeRuntimeApi.StartAsync();
        _kestrel = await Hosts.StartKestrelAsync(EchoApp.Map);
        _lambda = await Hosts.StartLambdaAsync(_api, EchoApp.Map);
    }

    public async Task DisposeAsync()
    {
        await _lambda.StopAsync();
        await _lambda.DisposeAsync();
        await _kestrel.DisposeAsync();
        await _api.DisposeAsync();
    }

    public void Dispose() => _client.Dispose();

    public async Task<Answer> AskKestrelAsync(HttpCall call)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), _kestrel.Urls.Single() + call.Target);
        request.Headers.Host = "rooms.example";
        if (call.Body.Length > 0)
            request.Content = new ByteArrayContent(call.Body);
        if (call.ContentType is not null)
            (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation("Content-Type", call.ContentType);
        foreach (var (name, value) in call.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    public async Task<Answer> AskLambdaAsync(Shape shape, HttpCall call)
    {
        var outcome = await _api.InvokeAsync(GatewayEvent.Write(shape, call));
        Assert.Null(outcome.Error);
        return Answer.Parse(outcome.Answer!);
    }
}
