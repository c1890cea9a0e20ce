using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using RoomTypes.Client.Credentials;

namespace RoomTypes.Tests.Credentials;

/// <summary>Against a stand-in of AWS IoT's credentials provider that asks for client certificates.</summary>
public sealed class IotCredentialsTests : IAsyncLifetime
{
    private const string Thing = "robot-1";

    private readonly X509Certificate2 _certificate = Self("CN=robot-1");
    private readonly X509Certificate2 _server = Self("CN=localhost");
    private readonly StandingClock _clock = new(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private WebApplication _provider = null!;
    private int _asked;
    private bool _isDown;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = _server;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (presented, _, _) => presented.Thumbprint == _certificate.Thumbprint;
        })));
        _provider = builder.Build();
        _provider.Run(AnswerAsync);
        await _provider.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
        _certificate.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Get_WithTheThingsCertificate_KeepsThemUntilFiveMinutesBeforeTheEnd()
    {
        using var credentials = Provider(_certificate);
        var first = await credentials.GetAsync(default);
        Assert.Equal(("ASIA1", "secret", "token", _clock.Now.AddHours(1)), (first.AccessKeyId, first.SecretAccessKey, first.SessionToken, first.Expiration));
        _clock.Now = first.Expiration!.Value.AddMinutes(-5).AddSeconds(-1);
        Assert.Same(first, await credentials.GetAsync(default));
        _clock.Now = _clock.Now.AddSeconds(1);
        Assert.Equal("ASIA2", (await credentials.GetAsync(default)).AccessKeyId);
    }

    [Fact]
    public async Task Get_WhileTheProviderIsDown_UsesTheOldOnesUntilTheyEnd()
    {
        using var credentials = Provider(_certificate);
        var first = await credentials.GetAsync(default);
        _isDown = true;
        _clock.Now = first.Expiration!.Value.AddMinutes(-1);
        Assert.Same(first, await credentials.GetAsync(default));
        Assert.Same(first, await credentials.GetAsync(default));
        Assert.Equal(2, _asked);
        _clock.Now = _clock.Now.AddSeconds(31);
        Assert.Same(first, await credentials.GetAsync(default));
        Assert.Equal(3, _asked);
        _clock.Now = first.Expiration!.Value;
        await Assert.ThrowsAsync<CredentialsException>(async () => await credentials.GetAsync(default));
        _isDown = false;
        Assert.Equal("ASIA5", (await credentials.GetAsync(default)).AccessKeyId);
    }

    [Fact]
    public async Task Get_OfManyAtOnce_AsksOnce()
    {
        using var credentials = Provider(_certificate);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => credentials.GetAsync(default).AsTask()));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Get_WithAnotherCertificate_TellsThatTheProviderRefused()
    {
        using var other = Self("CN=other");
        using var credentials = Provider(other);
        Assert.Contains("role-aliases/robots/credentials does not answer", (await Assert.ThrowsAsync<CredentialsException>(async () => await credentials.GetAsync(default))).Message, StringComparison.Ordinal);
    }

    private IotCredentials Provider(X509Certificate2 certificate)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new() { ClientCertificates = [certificate], RemoteCertificateValidationCallback = (_, presented, _, _) => presented is X509Certificate2 told && told.Thumbprint == _server.Thumbprint },
        };
        return new(new Uri(_provider.Urls.Single()), "robots", handler, Thing, _clock);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _asked);
        if (_isDown || context.Request.Path != "/role-aliases/robots/credentials" || context.Request.Headers["x-amzn-iot-thingname"] != Thing)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        await context.Response.WriteAsJsonAsync(new { credentials = new { accessKeyId = $"ASIA{_asked}", secretAccessKey = "secret", sessionToken = "token", expiration = $"{_clock.Now.AddHours(1):yyyy-MM-dd'T'HH:mm:ss'Z'}" } });
    }

    private static X509Certificate2 Self(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // With a key that TLS may use.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
