using Amazon.Lambda.Core;
using Hosting.Tests.Fakes;
using Hosting.Tests.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hosting.Tests.RuntimeApi;

public sealed class SnapStartTests : IAsyncLifetime
{
    private readonly List<string> _done = [];
    private FakeRuntimeApi _api = null!;

    // Registrations are the process's: another test's are done too, and do nothing.
    private bool _isOver;
    private string? _fails;

    public async Task InitializeAsync()
    {
        _api = await FakeRuntimeApi.StartAsync();
        SnapshotRestore.RegisterBeforeSnapshot(() => Do("before 1"));
        SnapshotRestore.RegisterBeforeSnapshot(() => Do("before 2"));
        SnapshotRestore.RegisterAfterRestore(() => Do("after 1"));
        SnapshotRestore.RegisterAfterRestore(() => Do("after 2"));
    }

    public async Task DisposeAsync()
    {
        _isOver = true;
        Environment.ExitCode = 0;
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task Snapshot_ThenRestore_RunsWhatIsRegisteredAndPollsOnlyThen()
    {
        await using var app = await StartAsync();
        await _api.Snapshot;
        Assert.Equal(["before 2", "before 1"], _done);
        Assert.False(_api.HasPolled);

        _api.Restore();
        await _api.PollsAsync(1);

        Assert.Equal(["before 2", "before 1", "after 1", "after 2"], _done);
        var outcome = await _api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, new HttpCall("GET", "/")));
        Assert.Equal("here", Answer.Parse(outcome.Answer!).Text);
    }

    [Fact]
    public async Task Restore_WhoseWorkFails_IsReportedAndEndsTheProcess()
    {
        _fails = "after 1";
        await using var app = await StartAsync();
        await _api.Snapshot;
        _api.Restore();

        var error = await _api.RestoreError;
        await StoppingAsync(app);

        Assert.Equal(("InvalidDataException", "InvalidDataException", "after 1 failed."), (error.ErrorType, error.HeaderType, error.ErrorMessage));
        Assert.False(_api.HasPolled);
    }

    [Fact]
    public async Task Snapshot_WhoseWorkFails_IsAnInitErrorAndEndsTheProcess()
    {
        _fails = "before 1";
        await using var app = await StartAsync();

        Assert.Equal("before 1 failed.", (await _api.InitError).ErrorMessage);
        await StoppingAsync(app);
        Assert.False(_api.Snapshot.IsCompleted);
    }

    [Fact]
    public async Task Stop_WhileTheSnapshotIsKept_EndsTheWait()
    {
        await using var app = await StartAsync();
        await _api.Snapshot;

        await app.StopAsync();

        Assert.False(_api.HasPolled);
    }

    private Task<WebApplication> StartAsync() => Hosts.StartLambdaAsync(_api, app => app.MapGet("/", () => "here"), isSnapStart: true);

    private static Task StoppingAsync(WebApplication app)
    {
        var stopping = new TaskCompletionSource();
        app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        return stopping.Task;
    }

    private ValueTask Do(string step)
    {
        if (_isOver) return ValueTask.CompletedTask;
        if (step == _fails) throw new InvalidDataException($"{step} failed.");
        _done.Add(step);
        return ValueTask.CompletedTask;
    }
}
