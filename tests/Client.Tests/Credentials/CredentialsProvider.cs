using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace RoomTypes.Tests.Credentials;

/// <summary>A stand-in of AWS IoT's credentials provider on this machine: it asks for the certificate of a thing.</summary>
internal sealed class CredentialsProvider : IAsyncDisposable
{
    public const string Thing = "robot-1";
    public const string Alias = "robots";

    private readonly WebApplication _app;
    private int _asked;

    private CredentialsProvider(Func<int, object> credentials)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = Server;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (presented, _, _) => presented.Thumbprint == Certificate.Thumbprint;
        })));
        _app = builder.Build();
        _app.Run(context => AnswerAsync(context, credentials));
    }

    /// <summary>The thing's.</summary>
    public X509Certificate2 Certificate { get; } = Self("robot-1");

    public X509Certificate2 Server { get; } = Self("localhost");

    public Uri Address => new($"https://localhost:{new Uri(_app.Urls.Single()).Port}");

    public int Asked => _asked;

    public bool IsDown { get; set; }

    /// <summary>Starts it.</summary>
    /// <param name="credentials">What it gives, the first time, the second, and so on.</param>
    public static async Task<CredentialsProvider> StartAsync(Func<int, object> credentials)
    {
        var provider = new CredentialsProvider(credentials);
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>A certificate of its own, with a key that TLS may use.</summary>
    public static X509Certificate2 Self(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Certificate.Dispose();
        Server.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, Func<int, object> credentials)
    {
        var count = Interlocked.Increment(ref _asked);
        if (!IsAnswered(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        // With its length, as AWS answers.
        var body = JsonSerializer.SerializeToUtf8Bytes(new { credentials = credentials(count) });
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    private bool IsAnswered(HttpRequest request) =>
        !IsDown && request.Path == $"/role-aliases/{Alias}/credentials" && request.Headers["x-amzn-iot-thingname"] == Thing;
}
