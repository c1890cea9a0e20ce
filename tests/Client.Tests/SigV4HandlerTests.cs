using System.Net;
using RoomTypes.Client;
using RoomTypes.Client.Credentials;
using RoomTypes.Signing;

namespace RoomTypes.Tests;

public class SigV4HandlerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 34, 56, TimeSpan.Zero);
    private static readonly DelegatedCredentials Credentials = new(new AwsCredentials("AKIDEXAMPLE", "secret", "a-token"));
    private static readonly SigningOptions Options = new() { Region = "eu-west-1" };

    [Fact]
    public async Task Send_ARequest_SignsItsHeadersAndBody()
    {
        using var server = new Answering((_, _) => Answering.Ok());
        using var client = Client(server, Options);
        using var response = await client.PostAsync(new Uri("https://id.execute-api.eu-west-1.amazonaws.com/prod/v1/feedback"), new StringContent("{}", null, "application/json"));
        var sent = response.RequestMessage!;
        Assert.StartsWith(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-west-1/execute-api/aws4_request, SignedHeaders=amz-sdk-invocation-id;content-type;host;x-amz-date;x-amz-security-token, Signature=",
            server.Seen.Single().Authorization);
        Assert.Equal("20261121T123456Z", sent.Headers.GetValues("x-amz-date").Single());
        Assert.Equal("a-token", sent.Headers.GetValues("x-amz-security-token").Single());
        Assert.Equal("{}", server.Seen.Single().Body);
    }

    [Fact]
    public async Task Send_TheSameTwice_HasTwoSignatures()
    {
        using var server = new Answering((_, _) => Answering.Ok());
        using var client = Client(server, Options);
        await client.GetAsync(new Uri("https://id.example/v1/models"));
        await client.GetAsync(new Uri("https://id.example/v1/models"));
        Assert.Equal(2, server.Seen.Select(seen => seen.Authorization).Distinct().Count());
    }

    [Fact]
    public async Task Send_WithAClockThatIsWrong_LearnsTheServersTimeAndAsksAgain()
    {
        using var server = new Answering((request, _) =>
        {
            var response = request.Headers.GetValues("x-amz-date").Single().StartsWith("20261121T15", StringComparison.Ordinal) ? Answering.Ok() : new(HttpStatusCode.Forbidden);
            response.Headers.Date = Now.AddHours(3);
            return response;
        });
        using var client = Client(server, Options);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(new Uri("https://id.example/v1/feedback"), new StringContent("{}"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(new Uri("https://id.example/v1/feedback"), new StringContent("{}"))).StatusCode);
        Assert.Equal(3, server.Seen.Count);
        Assert.All(server.Seen, seen => Assert.Equal("{}", seen.Body));
    }

    [Fact]
    public async Task Send_RefusedForAnotherReason_IsSentOnce()
    {
        using var server = new Answering((_, _) => new(HttpStatusCode.Forbidden) { Headers = { Date = Now } });
        using var client = Client(server, Options);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(new Uri("https://id.example/v1/models"))).StatusCode);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task Send_Presigned_PutsTheSignatureIntoTheAddressAndKeepsItsQuery()
    {
        using var server = new Answering((_, _) => Answering.Ok());
        using var client = Client(server, Options with { PresignedFor = TimeSpan.FromMinutes(1) });
        await client.GetAsync(new Uri("https://id.example/v1/experiments/e/results?history=true"));
        var seen = server.Seen.Single();
        Assert.Null(seen.Authorization);
        Assert.StartsWith("https://id.example/v1/experiments/e/results?history=true&amz-sdk-invocation-id=", seen.Address);
        Assert.Contains("&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Security-Token=a-token&X-Amz-Signature=", seen.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ToAVpcEndpoint_SignsTheApisHost()
    {
        using var server = new Answering((request, _) =>
        {
            Assert.Equal("id.execute-api.eu-west-1.amazonaws.com", request.Headers.Host);
            Assert.Equal("id", request.Headers.GetValues("x-apigw-api-id").Single());
            return Answering.Ok();
        });
        using var client = Client(server, Options with { Host = "id.execute-api.eu-west-1.amazonaws.com", ApiId = "id" });
        await client.GetAsync(new Uri("https://vpce-1.execute-api.eu-west-1.vpce.amazonaws.com/prod/v1/models"));
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task Send_Unsigned_LeavesTheBodyOut()
    {
        using var server = new Answering((request, _) =>
        {
            Assert.Equal(SigV4.UnsignedPayload, request.Headers.GetValues("x-amz-content-sha256").Single());
            return Answering.Ok();
        });
        using var client = Client(server, Options with { UnsignedPayload = true });
        await client.PostAsync(new Uri("https://id.example/v1/recognize"), new StringContent("x"));
        Assert.Contains("x-amz-content-sha256", server.Seen.Single().Authorization, StringComparison.Ordinal);
    }

    private static HttpClient Client(HttpMessageHandler server, SigningOptions options) => new(new SigV4Handler(Credentials, options, new StandingClock(Now)) { InnerHandler = server });
}
