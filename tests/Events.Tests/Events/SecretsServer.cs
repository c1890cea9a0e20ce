using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RoomTypes.Tests.Events;

/// <summary>One secret, answered as Secrets Manager does, to the process that has its address and credentials by the variables of AWS's SDKs.</summary>
internal sealed class SecretsServer : IAsyncDisposable
{
    public const string Arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!cluster-0a1b2c3d-AbCdEf";

    private static readonly string[] Variables = ["AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

    private readonly WebApplication _app;
    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];
    private readonly SemaphoreSlim _changed = new(0);
    private int _asked;

    public SecretsServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/", AnswerAsync);
    }

    /// <summary>What the secret has for a password.</summary>
    public string Password { get; set; } = "";

    /// <summary>Another answer than the secret.</summary>
    public (int Status, string Body)? Answer { get; set; }

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public async Task StartAsync()
    {
        await _app.StartAsync();
        foreach (var (name, value) in Variables.Zip([_app.Urls.Single(), "AKIDEXAMPLE", "wJalrXUtnFEMI"])) Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>Until it was asked that often.</summary>
    public async Task AskedAsync(int times)
    {
        while (Asked < times) Assert.True(await _changed.WaitAsync(TimeSpan.FromSeconds(60)), $"asked {Asked} times in a minute");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, value) in Variables.Zip(_before)) Environment.SetEnvironmentVariable(name, value);
        await _app.DisposeAsync();
        _changed.Dispose();
    }

    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var body = await JsonDocument.ParseAsync(request.Body);
        Assert.Equal(("secretsmanager.GetSecretValue", "application/x-amz-json-1.1"), (request.Headers["X-Amz-Target"].ToString(), request.ContentType));
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", request.Headers.Authorization.ToString(), StringComparison.Ordinal);
        Assert.Contains("/eu-central-1/secretsmanager/aws4_request", request.Headers.Authorization.ToString(), StringComparison.Ordinal);
        Assert.Equal(Arn, body.RootElement.GetProperty("SecretId").GetString());
        Interlocked.Increment(ref _asked);
        _changed.Release();
        if (Answer is { } answer) return Results.Text(answer.Body, "application/x-amz-json-1.1", statusCode: answer.Status);
        return Results.Text(JsonSerializer.Serialize(new { ARN = Arn, SecretString = JsonSerializer.Serialize(new { username = "rooms", password = Password }) }), "application/x-amz-json-1.1");
    }
}
