using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Amazon.Runtime;
using Calling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using RoomTypes.Aws;
using RoomTypes.Http;

namespace RoomTypes.Tests.Reporting;

/// <summary>The command against a server that checks signatures as API Gateway does.</summary>
public sealed class SignedResultsTests : IAsyncLifetime
{
    private const string Region = "eu-west-1";
    private static readonly ImmutableCredentials Credentials = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "a-session-token/+=");
    private WebApplication _gateway = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _gateway = builder.Build();
        _gateway.MapGet("/prod/v1/experiments/{name}/results", AnswerAsync);
        await _gateway.StartAsync();
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [InlineData("a-b")]
    [InlineData("a b+ä")]
    public async Task Command_WithARegion_SignsWithTheCredentialsOfTheEnvironment(string experiment)
    {
        var (code, output) = await RunAsync(experiment, "--region", Region, "--from", "2026-11-01T00:00:00+01:00", "--json");
        Assert.True(code == 0, output);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(experiment, json.RootElement.GetProperty("experiment").GetString());
    }

    [Theory]
    [InlineData]
    [InlineData("--region", "us-east-1")]
    public async Task Command_WithoutOrWithAWrongSignature_TellsWhatTheGatewaySays(params string[] arguments)
    {
        var (code, output) = await RunAsync("a", arguments);
        Assert.Equal(2, code);
        Assert.Contains("The signature is", output);
    }

    [Theory]
    [InlineData("https://abc123.execute-api.eu-west-1.amazonaws.com/prod", "eu-west-1")]
    [InlineData("https://abc123-vpce-0a1b.execute-api.eu-central-1.amazonaws.com/prod", "eu-central-1")]
    [InlineData("https://vpce-0a1b.execute-api.us-east-1.vpce.amazonaws.com/prod", "us-east-1")]
    [InlineData("https://abc123.execute-api.cn-north-1.amazonaws.com.cn/prod", "cn-north-1")]
    [InlineData("https://rooms.example.com", null)]
    [InlineData("http://localhost:8080", null)]
    public void RegionOf_AnAddress_IsNamedByThoseOfApiGateway(string address, string? region) => Assert.Equal(region, GatewayAddress.RegionOf(new Uri(address)));

    private static async Task AnswerAsync(HttpContext context, string name)
    {
        var told = context.Request.Headers.Authorization.ToString();
        using var expected = new HttpRequestMessage(HttpMethod.Get, $"{context.Request.Scheme}://{context.Request.Host}{context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}");
        if (told.Length > 0)
        {
            var date = DateTimeOffset.ParseExact(context.Request.Headers["x-amz-date"].ToString(), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            Assert.InRange(date, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
            SignatureV4.Sign(expected, [], Region, "execute-api", Credentials, date);
        }

        if (told.Length == 0 || told != expected.Headers.GetValues("Authorization").Single() || context.Request.Headers["x-amz-security-token"] != Credentials.Token)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync($$"""{"message": "The signature is '{{told}}'."}""");
            return;
        }

        var results = new ExperimentResults { Experiment = name, Until = DateTimeOffset.UnixEpoch, Verdict = "wait", Summary = "Not yet.", Split = new SplitResult(false, 1, 1, [], 0, 0, 0), Metrics = [] };
        await context.Response.WriteAsync(JsonSerializer.Serialize(results, ExperimentResultsJson.Default.ExperimentResults));
    }

    private async Task<(int Code, string Output)> RunAsync(string experiment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Experiment.dll"), experiment, "--url", $"{_gateway.Urls.Single()}/prod/", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AWS_ACCESS_KEY_ID"] = Credentials.AccessKey, ["AWS_SECRET_ACCESS_KEY"] = Credentials.SecretKey, ["AWS_SESSION_TOKEN"] = Credentials.Token },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
