using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Server;

/// <summary>The response, buffered whole: Lambda takes one JSON document. It "starts" with the first flush, as on a wire.</summary>
internal sealed class ResponseFeature : IHttpResponseFeature, IHttpResponseBodyFeature, IDisposable
{
    private readonly PooledBuffer _body = new();
    private readonly BufferedPipeWriter _writer;
    private Stack<(Func<object, Task> Callback, object State)>? _onStarting;
    private Stack<(Func<object, Task> Callback, object State)>? _onCompleted;
    private int _statusCode = StatusCodes.Status200OK;
    private HeaderDictionary _headers = [];
    private Stream? _stream;

    public ResponseFeature() => _writer = new BufferedPipeWriter(_body, StartAsync);

    public ReadOnlyMemory<byte> Body => _body.Written;

    public bool HasStarted { get; private set; }

    public int StatusCode
    {
        get => _statusCode;
        set
        {
            ThrowIfStarted(nameof(StatusCode));
            _statusCode = value;
        }
    }

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers
    {
        get => _headers;
        set => _headers = value as HeaderDictionary ?? new HeaderDictionary(value.ToDictionary());
    }

    Stream IHttpResponseFeature.Body
    {
        get => Stream;
        set => throw new NotSupportedException("Set IHttpResponseBodyFeature to replace the response's body.");
    }

    public Stream Stream => _stream ??= _writer.AsStream(leaveOpen: true);

    public PipeWriter Writer => _writer;

    public void OnStarting(Func<object, Task> callback, object state)
    {
        ThrowIfStarted(nameof(OnStarting));
        (_onStarting ??= []).Push((callback, state));
    }

    public void OnCompleted(Func<object, Task> callback, object state) => (_onCompleted ??= []).Push((callback, state));

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (HasStarted)
            return;
        while (_onStarting?.TryPop(out var starting) == true)
            await starting.Callback(starting.State).ConfigureAwait(false);
        HasStarted = true;
        _headers.IsReadOnly = true;
    }

    public Task CompleteAsync() => StartAsync();

    public void DisableBuffering()
    {
        // A hint; there is nothing to send before the whole is there.
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    /// <summary>Runs what was to follow the response, before Lambda may freeze the process. The first failure is returned, the rest run.</summary>
    public async Task<Exception?> CompletedAsync()
    {
        Exception? first = null;
        while (_onCompleted?.TryPop(out var completed) == true)
        {
            try
            {
                await completed.Callback(completed.State).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                first ??= e;
            }
        }
        return first;
    }

    /// <summary>Replaces a response that has not started by an empty one.</summary>
    public void Reset(int statusCode)
    {
        ThrowIfStarted(nameof(StatusCode));
        _onStarting = null;
        _headers.Clear();
        _body.Clear();
        _statusCode = statusCode;
    }

    public void Dispose() => _body.Dispose();

    private void ThrowIfStarted(string member)
    {
        if (HasStarted)
            throw new InvalidOperationException($"{member} cannot be set because the response has already started.");
    }
}
