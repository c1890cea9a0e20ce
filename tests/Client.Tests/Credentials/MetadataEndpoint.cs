using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RoomTypes.Tests.Signatures;

namespace RoomTypes.Tests.Credentials;

/// <summary>
/// A stand-in of what gives credentials within AWS: the agent of Amazon ECS and of EKS Pod Identity
/// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html), and the instance metadata of Amazon EC2, version 2
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html).
/// </summary>
internal sealed class MetadataEndpoint : IAsyncDisposable
{
    /// <summary>What the agent wants to see.</summary>
    public const string Authorization = "a-token-of-the-pod";

    private const string Session = "a-session";

    private readonly WebApplication _app;

    private MetadataEndpoint()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapGet("/container", (HttpRequest request) => request.Headers.Authorization == Authorization ? Results.Json(Credentials, options: new()) : Results.Unauthorized());
        _app.MapPut("/latest/api/token", (HttpRequest request) => request.Headers.ContainsKey("x-aws-ec2-metadata-token-ttl-seconds") ? Results.Text(Session) : Results.BadRequest());
        _app.MapGet("/latest/meta-data/iam/security-credentials/", (HttpRequest request) => OfSession(request, Results.Text("robots")));
        _app.MapGet("/latest/meta-data/iam/security-credentials/robots", (HttpRequest request) => OfSession(request, Results.Json(Credentials, options: new())));
    }

    public Uri Address => new(_app.Urls.Single());

    private static Dictionary<string, string> Credentials => new()
    {
        ["Code"] = "Success",
        ["Type"] = "AWS-HMAC",
        ["LastUpdated"] = $"{DateTime.UtcNow:s}Z",
        ["AccessKeyId"] = SignedService.TemporaryId,
        ["SecretAccessKey"] = SignedService.Secret,
        ["Token"] = SignedService.Token,
        ["Expiration"] = $"{DateTime.UtcNow.AddHours(1):s}Z",
    };

    public static async Task<MetadataEndpoint> StartAsync()
    {
        var endpoint = new MetadataEndpoint();
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult OfSession(HttpRequest request, IResult result) => request.Headers["x-aws-ec2-metadata-token"] == Session ? result : Results.Unauthorized();
}
