using System.Net;
using Microsoft.AspNetCore.Http;
using RoomTypes.Http;

namespace RoomTypes.Tests.Http;

public class CallerLimitsTests
{
    private const string Header = "x-caller-arn";

    [Fact]
    public async Task Request_OfACallerWhoAsksTooOften_IsRefusedAndOthersAreNot()
    {
        await using var service = await TestService.StartAsync("Http:MaxCallerRequestsPerSecond=1", "Http:MaxCallerBurst=3", $"Http:CallerHeader={Header}");
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 20; i++) answers.Add(await AskAsync(service, "/v1/models", "robot-1"));
        Assert.All(answers[..3], answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Contains(refused.Headers.GetValues("Retry-After").Single(), new[] { "1", "2" });
        var problem = await Samples.JsonAsync(refused);
        Assert.Equal(("caller_limited", "1 requests a second, 3 at once"), (problem.GetProperty("code").GetString(), problem.GetProperty("limit").GetString()));
        foreach (var path in new[] { "/v1/recognize", "/v1/feedback", "/invocations", "/endpoints/any/invocations", "/ofrep/v1/evaluate/flags", "/models/room-type", "/v2/models/room-type/infer" }) await RefuseAsync(service, path);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(service, "/v1/models", "robot-2")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(service, "/health/ready", "robot-1")).StatusCode);
    }

    [Theory]
    [InlineData("10.1.2.3", null, "10.1.2.3")]
    [InlineData("::ffff:10.1.2.3", null, "10.1.2.3")]
    [InlineData("2001:db8:1:2:3:4:5:6", null, "2001:db8:1:2::")]
    [InlineData("10.1.2.3", "arn:aws:sts::123456789012:assumed-role/robots/r1", "arn:aws:sts::123456789012:assumed-role/robots/r1")]
    public void Of_ARequest_IsWhomTheGatewayNamesOrItsNetwork(string address, string? named, string expected)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
        if (named is not null) context.Request.Headers[Header] = named;
        Assert.Equal(expected, Callers.Of(context, TestOptions.Read($"Http:CallerHeader={Header}").Requests));
        Assert.NotEqual(named, Callers.Of(context, TestOptions.Read().Requests));
    }

    [Theory]
    [InlineData(0, 0, "1")]
    [InlineData(0, 1, "1")]
    [InlineData(10, 0, "10")]
    [InlineData(10, 1, "15")]
    [InlineData(0.2, 0.9, "2")]
    [InlineData(1000, 0.5, "60")]
    public void RetryAfter_OfAWait_IsItAndUpToHalfMore(double wait, double chance, string expected) => Assert.Equal(expected, Problems.RetryAfter(TimeSpan.FromSeconds(wait), chance));

    [Theory]
    [InlineData("/v1/recognize", true)]
    [InlineData("/V2/Models/room-type", true)]
    [InlineData("/what/comes/next", true)]
    [InlineData("/healthy", true)]
    [InlineData("/health/live", false)]
    [InlineData("/v2/health/ready", false)]
    [InlineData("/metrics", false)]
    [InlineData("/projects/p", false)]
    public void IsLimited_APath_IsUnlessItIsNamedAsOpen(string path, bool limited) => Assert.Equal(limited, Callers.IsLimited(path));

    private static async Task RefuseAsync(TestService service, string path)
    {
        // One may have come back meanwhile.
        var statuses = new[] { await PostAsync(), await PostAsync() };
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);

        async Task<HttpStatusCode> PostAsync() => (await AskAsync(service, path, "robot-1", HttpMethod.Post)).StatusCode;
    }

    private static async Task<HttpResponseMessage> AskAsync(TestService service, string path, string caller, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path) { Headers = { { Header, caller } } };
        return await service.Client.SendAsync(request);
    }
}
