using Hosting.Tests.Fakes;
using Hosting.Tests.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hosting.Tests;

/// <summary>Lambda Managed Instances: several invocations at once in one process.</summary>
public sealed class ConcurrencyTests
{
    private const int Concurrency = 16;

    [Fact]
    public async Task Polls_Idle_AreAsManyAsTheConcurrency()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        await using var app = await Hosts.StartLambdaAsync(api, EchoApp.Map, Concurrency);

        await api.PollsAsync(Concurrency);

        await app.StopAsync();
    }

    [Fact]
    public async Task Handlers_ThatBlockTheirThreads_StarveNoPoll()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        using var all = new Barrier(Concurrency);
        // Passes only when all handlers block at once, each on its own thread.
        await using var app = await Hosts.StartLambdaAsync(api, a => a.MapGet("/block", () => all.SignalAndWait(TimeSpan.FromSeconds(30))), Concurrency);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Concurrency)
            .Select(_ => api.InvokeAsync(GatewayEvent.Write(Shape.HttpApi, new HttpCall("GET", "/block")))));

        Assert.All(outcomes, outcome => Assert.Equal("true", Answer.Parse(outcome.Answer!).Text));
        await app.StopAsync();
    }

    [Fact]
    public async Task Invocations_AtOnce_EachGetTheirOwnAnswer()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        await using var app = await Hosts.StartLambdaAsync(api, EchoApp.Map, Concurrency);

        var answers = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => AskAsync(api, i)));

        Assert.All(answers, (answer, i) => Assert.Equal((200, BodyOf(i)), (answer.Status, answer.Text)));
        Assert.Empty(api.Refused);
        await app.StopAsync();
    }

    [Fact]
    public async Task Stop_WithInvocationsAtHand_AnswersThemFirst()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await Hosts.StartLambdaAsync(api, a => a.MapGet("/slow", async (HttpContext http) =>
        {
            started.SetResult();
            await release.Task;
            await http.Response.WriteAsync("done");
        }), Concurrency);
        var outcome = api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, new HttpCall("GET", "/slow")));
        await started.Task;

        var stop = app.StopAsync();
        release.SetResult();
        await stop;

        Assert.Equal("done", Answer.Parse((await outcome).Answer!).Text);
    }

    private static async Task<Answer> AskAsync(FakeRuntimeApi api, int i)
    {
        var shape = (Shape)(i % 4);
        var call = HttpCall.Text("POST", "/bytes", "image/png", BodyOf(i));
        var outcome = await api.InvokeAsync(GatewayEvent.Write(shape, call));
        return Answer.Parse(outcome.Answer!);
    }

    private static string BodyOf(int i) => string.Concat(Enumerable.Repeat($"picture {i};", 1 + i % 50));
}
