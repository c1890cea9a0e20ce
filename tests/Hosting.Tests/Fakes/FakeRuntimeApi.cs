using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hosting.Tests.Fakes;

/// <summary>
/// The Lambda Runtime API on loopback: next blocks until there is an event, every event has an id and a deadline, answers are taken with
/// 202 once and before the deadline, unknown ids get 400, answers over 6 MB 413, and an init error is taken before the first poll only.
/// With SnapStart, restore/next blocks until the test restores, and a restore error is taken after that only.
/// </summary>
internal sealed class FakeRuntimeApi : IAsyncDisposable
{
    private const int MaxAnswerBytes = 6_291_556;
    private readonly WebApplication _app;
    private readonly Channel<Pending> _events = Channel.CreateUnbounded<Pending>();
    private readonly ConcurrentDictionary<string, Pending> _running = new();
    private readonly ConcurrentQueue<(int Count, TaskCompletionSource Reached)> _pollWaits = new();
    private readonly TaskCompletionSource<FunctionError> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<FunctionError> _restoreError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _snapshot = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _restore = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _polls;
    private bool _polled;

    private FakeRuntimeApi(WebApplication app)
    {
        _app = app;
        app.MapGet("/2018-06-01/runtime/invocation/next", NextAsync);
        app.MapPost("/2018-06-01/runtime/invocation/{id}/response", ResponseAsync);
        app.MapPost("/2018-06-01/runtime/invocation/{id}/error", ErrorAsync);
        app.MapPost("/2018-06-01/runtime/init/error", (Delegate)InitErrorAsync);
        app.MapGet("/2018-06-01/runtime/restore/next", RestoreNextAsync);
        app.MapPost("/2018-06-01/runtime/restore/error", (Delegate)RestoreErrorAsync);
    }

    public string Address => new Uri(_app.Urls.Single()).Authority;

    public Task<FunctionError> InitError => _initError.Task;

    public Task<FunctionError> RestoreError => _restoreError.Task;

    /// <summary>Completes when the process may be kept as a snapshot.</summary>
    public Task Snapshot => _snapshot.Task;

    /// <summary>Whether it has asked for an event.</summary>
    public bool HasPolled => _polled;

    /// <summary>Answers that came too late, twice or for no invocation.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    public static async Task<FakeRuntimeApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var api = new FakeRuntimeApi(builder.Build());
        await api._app.StartAsync();
        return api;
    }

    /// <summary>Hands the event to a poll and returns what becomes of it.</summary>
    public async Task<Outcome> InvokeAsync(string json, TimeSpan? timeout = null, string? traceId = null)
    {
        var pending = new Pending(Guid.NewGuid().ToString(), json, timeout ?? TimeSpan.FromSeconds(60), traceId);
        await _events.Writer.WriteAsync(pending);
        return await pending.Outcome.Task;
    }

    /// <summary>Lets the process go on from its snapshot.</summary>
    public void Restore() => _restore.SetResult();

    /// <summary>Completes when that many polls wait at once.</summary>
    public Task PollsAsync(int count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pollWaits.Enqueue((count, reached));
        SignalPolls(Volatile.Read(ref _polls));
        return reached.Task;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task NextAsync(HttpContext http)
    {
        _polled = true;
        SignalPolls(Interlocked.Increment(ref _polls));
        Pending pending;
        try
        {
            pending = await _events.Reader.ReadAsync(http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        finally
        {
            Interlocked.Decrement(ref _polls);
        }
        if (http.RequestAborted.IsCancellationRequested)
        {
            await _events.Writer.WriteAsync(pending);
            return;
        }
        Run(pending);
        var headers = http.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = pending.Id;
        headers["Lambda-Runtime-Deadline-Ms"] = pending.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-central-1:123456789012:function:room-type";
        if (pending.TraceId is not null)
            headers["Lambda-Runtime-Trace-Id"] = pending.TraceId;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(pending.Json);
    }

    private void Run(Pending pending)
    {
        pending.Deadline = DateTimeOffset.UtcNow + pending.Timeout;
        _running[pending.Id] = pending;
        _ = Task.Delay(pending.Timeout).ContinueWith(_ =>
        {
            if (_running.TryRemove(pending.Id, out var late))
                late.Outcome.SetResult(new Outcome(null, new FunctionError("Sandbox.Timedout", "Task timed out", "", [])));
        }, TaskScheduler.Default);
    }

    private async Task<IResult> ResponseAsync(string id, HttpContext http)
    {
        var body = await ReadAsync(http);
        if (!_running.TryRemove(id, out var pending))
            return InvalidId(id);
        if (body.Length > MaxAnswerBytes)
        {
            pending.Outcome.SetResult(new Outcome(null, new FunctionError("Function.ResponseSizeTooLarge", "Response payload size exceeded", "", [])));
            return Json(413, "RequestEntityTooLarge", $"Exceeded maximum allowed payload size ({MaxAnswerBytes} bytes).");
        }
        pending.Outcome.SetResult(new Outcome(body, null));
        return Results.Text("""{"status":"OK"}""", "application/json", statusCode: 202);
    }

    private async Task<IResult> ErrorAsync(string id, HttpContext http)
    {
        var error = FunctionError.Parse(await ReadAsync(http), http.Request.Headers["Lambda-Runtime-Function-Error-Type"].ToString());
        if (!_running.TryRemove(id, out var pending))
            return InvalidId(id);
        pending.Outcome.SetResult(new Outcome(null, error));
        return Results.Text("""{"status":"OK"}""", "application/json", statusCode: 202);
    }

    private async Task<IResult> InitErrorAsync(HttpContext http)
    {
        var error = FunctionError.Parse(await ReadAsync(http), http.Request.Headers["Lambda-Runtime-Function-Error-Type"].ToString());
        if (_polled)
            return Json(403, "InvalidStateTransition", "State transition from Ready to InitError failed.");
        _initError.TrySetResult(error);
        return Results.Text("""{"status":"OK"}""", "application/json", statusCode: 202);
    }

    private Task RestoreNextAsync(HttpContext http)
    {
        if (_polled)
            return Json(403, "InvalidStateTransition", "Transition from Ready to Restoring is not allowed.").ExecuteAsync(http);
        _snapshot.TrySetResult();
        return _restore.Task.WaitAsync(http.RequestAborted);
    }

    private async Task<IResult> RestoreErrorAsync(HttpContext http)
    {
        if (!_restore.Task.IsCompleted || _polled)
            return Json(403, "InvalidStateTransition", "State transition to RestoreError failed.");
        _restoreError.TrySetResult(FunctionError.Parse(await ReadAsync(http), http.Request.Headers["Lambda-Runtime-Function-Error-Type"].ToString()));
        return Results.Text("""{"status":"OK"}""", "application/json", statusCode: 202);
    }

    private IResult InvalidId(string id)
    {
        Refused.Enqueue(id);
        return Json(400, "InvalidRequestID", "Invalid request ID");
    }

    private void SignalPolls(int polls)
    {
        for (var i = _pollWaits.Count; i > 0 && _pollWaits.TryDequeue(out var wait); i--)
        {
            if (polls >= wait.Count)
                wait.Reached.TrySetResult();
            else
                _pollWaits.Enqueue(wait);
        }
    }

    private static IResult Json(int status, string type, string message) =>
        Results.Text($$"""{"errorMessage":"{{message}}","errorType":"{{type}}"}""", "application/json", statusCode: status);

    private static async Task<byte[]> ReadAsync(HttpContext http)
    {
        using var memory = new MemoryStream();
        await http.Request.Body.CopyToAsync(memory);
        return memory.ToArray();
    }

    private sealed class Pending(string id, string json, TimeSpan timeout, string? traceId)
    {
        public string Id { get; } = id;

        public string Json { get; } = json;

        public TimeSpan Timeout { get; } = timeout;

        public string? TraceId { get; } = traceId;

        public DateTimeOffset Deadline { get; set; }

        public TaskCompletionSource<Outcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>How an invocation ended: with an answer or with an error.</summary>
internal sealed record Outcome(byte[]? Answer, FunctionError? Error);

/// <summary>An error as the Runtime API takes it, with the header's value.</summary>
internal sealed record FunctionError(string ErrorType, string ErrorMessage, string HeaderType, string[] StackTrace)
{
    public static FunctionError Parse(byte[] json, string headerType)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new FunctionError(
            root.GetProperty("errorType").GetString()!,
            root.GetProperty("errorMessage").GetString()!,
            headerType,
            [.. root.GetProperty("stackTrace").EnumerateArray().Select(line => line.GetString()!)]);
    }
}
