using System.Security.Cryptography.X509Certificates;
using RoomTypes.Client.Credentials;

namespace RoomTypes.Tests.Credentials;

/// <summary>Against a stand-in of AWS IoT's credentials provider that asks for client certificates.</summary>
public sealed class IotCredentialsTests : IAsyncLifetime
{
    private readonly StandingClock _clock = new(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private CredentialsProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await CredentialsProvider.StartAsync(count =>
        new { accessKeyId = $"ASIA{count}", secretAccessKey = "secret", sessionToken = "token", expiration = $"{_clock.Now.AddHours(1):yyyy-MM-dd'T'HH:mm:ss'Z'}" });

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task Get_WithTheThingsCertificate_KeepsThemUntilFiveMinutesBeforeTheEnd()
    {
        using var credentials = Provider(_provider.Certificate);
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
        using var credentials = Provider(_provider.Certificate);
        var first = await credentials.GetAsync(default);
        _provider.IsDown = true;
        _clock.Now = first.Expiration!.Value.AddMinutes(-1);
        Assert.Same(first, await credentials.GetAsync(default));
        Assert.Same(first, await credentials.GetAsync(default));
        Assert.Equal(2, _provider.Asked);
        _clock.Now = _clock.Now.AddSeconds(31);
        Assert.Same(first, await credentials.GetAsync(default));
        Assert.Equal(3, _provider.Asked);
        _clock.Now = first.Expiration!.Value;
        await Assert.ThrowsAsync<CredentialsException>(async () => await credentials.GetAsync(default));
        _provider.IsDown = false;
        Assert.Equal("ASIA5", (await credentials.GetAsync(default)).AccessKeyId);
    }

    [Fact]
    public async Task Get_OfManyAtOnce_AsksOnce()
    {
        using var credentials = Provider(_provider.Certificate);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => credentials.GetAsync(default).AsTask()));
        Assert.Equal(1, _provider.Asked);
    }

    [Fact]
    public async Task Get_WithAnotherCertificate_TellsThatTheProviderRefused()
    {
        using var other = CredentialsProvider.Self("other");
        using var credentials = Provider(other);
        Assert.Contains("role-aliases/robots/credentials does not answer", (await Assert.ThrowsAsync<CredentialsException>(async () => await credentials.GetAsync(default))).Message, StringComparison.Ordinal);
    }

    private IotCredentials Provider(X509Certificate2 certificate)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new() { ClientCertificates = [certificate], RemoteCertificateValidationCallback = (_, presented, _, _) => presented is X509Certificate2 told && told.Thumbprint == _provider.Server.Thumbprint },
        };
        return new(_provider.Address, CredentialsProvider.Alias, handler, CredentialsProvider.Thing, _clock);
    }
}
