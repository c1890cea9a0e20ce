using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.InteropServices;
using Amazon.Lambda.AspNetCoreServer.Hosting.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Server;

/// <summary>The request's side of one invocation: what Kestrel offers per request, as far as an event knows it.</summary>
internal sealed class RequestFeature : IHttpRequestFeature, IRequestBodyPipeFeature, IHttpRequestBodyDetectionFeature,
    IHttpConnectionFeature, IHttpRequestIdentifierFeature, IHttpRequestLifetimeFeature
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly CancellationTokenSource _aborted;
    private Stream? _body;
    private PipeReader? _reader;

    /// <param name="request">The request.</param>
    /// <param name="traceIdentifier">The X-Ray trace, as the official package has it, or else the invocation's id.</param>
    /// <param name="aborted">Cancelled when the deadline is near.</param>
    public RequestFeature(HttpEvent request, string traceIdentifier, CancellationTokenSource aborted)
    {
        _content = request.Body;
        _aborted = aborted;
        RequestAborted = aborted.Token;
        CanHaveBody = request.Body.Length > 0;
        Scheme = request.Scheme;
        Method = request.Method;
        PathBase = request.PathBase;
        Path = request.Path;
        QueryString = request.QueryString;
        RawTarget = request.RawTarget;
        Headers = request.Headers;
        TraceIdentifier = ConnectionId = traceIdentifier;
        RemoteIpAddress = IPAddress.TryParse(request.SourceIp, out var address) ? address : null;
    }

    public string Protocol { get; set; } = HttpProtocol.Http11;

    public string Scheme { get; set; }

    public string Method { get; set; }

    public string PathBase { get; set; }

    public string Path { get; set; }

    public string QueryString { get; set; }

    public string RawTarget { get; set; }

    public IHeaderDictionary Headers { get; set; }

    public bool CanHaveBody { get; }

    public string TraceIdentifier { get; set; }

    public CancellationToken RequestAborted { get; set; }

    public string ConnectionId { get; set; }

    public IPAddress? RemoteIpAddress { get; set; }

    public int RemotePort { get; set; }

    public IPAddress? LocalIpAddress { get; set; }

    public int LocalPort { get; set; }

    public Stream Body
    {
        get => _body ??= OpenContent();
        set
        {
            _body = value;
            _reader = null;
        }
    }

    // Without a copy, unless a middleware replaced the body or has begun to read it as a stream.
    public PipeReader Reader => _reader ??= _body is null
        ? PipeReader.Create(new ReadOnlySequence<byte>(_content))
        : PipeReader.Create(_body, new StreamPipeReaderOptions(leaveOpen: true));

    public bool IsAborted { get; private set; }

    public void Abort()
    {
        IsAborted = true;
        _aborted.Cancel();
    }

    private Stream OpenContent()
    {
        if (_reader is not null)
            return _reader.AsStream(leaveOpen: true);
        return MemoryMarshal.TryGetArray(_content, out var array) && array.Array is not null
            ? new MemoryStream(array.Array, array.Offset, array.Count, writable: false)
            : Stream.Null;
    }
}
