extern alias service;

using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using RoomTypes.Signing;
using RoomTypes.Tests.Signing;
using service::RoomTypes;
using service::RoomTypes.Http.Signatures;

namespace RoomTypes.Tests.Signatures;

/// <summary>The service's check of signatures, without its server: requests are given to it as a server would.</summary>
internal sealed class Verification : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly RequiredSignatures _signatures;

    public Verification(AwsCredentials credentials, DateTimeOffset now, string? region = null, string service = "execute-api", DateTimeOffset? expires = null)
    {
        Write(credentials, expires);
        Clock = new(now);
        _signatures = new(new SignatureVerifier(new() { Signatures = SignatureRule.Required, SignatureKeys = _file, SignatureRegion = region, SignatureService = service }, Clock, NullLogger<SignatureVerifier>.Instance));
    }

    public StandingClock Clock { get; }

    public void Write(AwsCredentials credentials, DateTimeOffset? expires = null) => File.WriteAllText(_file, System.Text.Json.JsonSerializer.Serialize(
        new { keys = new[] { new { name = "robot-1", accessKeyId = credentials.AccessKeyId, secretAccessKey = credentials.SecretAccessKey, sessionToken = credentials.SessionToken, expires } } }));

    /// <summary>Null if it is taken, or the code it is refused with.</summary>
    public async Task<string?> RefusalAsync(RawMessage message)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = message.Method;
        // Every path of a suite's requests is one of the service's here.
        context.Request.Path = "/v1/recognize";
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = message.Query.Length > 0 ? $"{message.Path}?{message.Query}" : message.Path;
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        foreach (var header in message.Headers) context.Request.Headers.Append(header.Name, header.Value);
        var body = Encoding.UTF8.GetBytes(message.Body);
        context.Request.Body = new MemoryStream(body);
        context.Request.ContentLength = body.Length;
        if (!message.Headers.Any(header => header.Name.Equals("content-length", StringComparison.OrdinalIgnoreCase))) context.Features.Set<IHttpRequestBodyDetectionFeature>(new Detected(body.Length > 0));
        var isDone = false;
        try
        {
            await _signatures.InvokeAsync(context, async given =>
            {
                await given.Request.Body.CopyToAsync(Stream.Null);
                isDone = true;
            });
            return isDone ? null : "not done";
        }
        catch (ServiceException exception)
        {
            Assert.NotNull(exception.AwsError);
            return exception.Code;
        }
    }

    public void Dispose() => File.Delete(_file);

    private sealed record Detected(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;
}
