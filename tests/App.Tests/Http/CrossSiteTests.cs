using System.Net;
using System.Text;

namespace RoomTypes.Tests.Http;

/// <summary>What browsers are made to send by pages of other sites.</summary>
public sealed class CrossSiteTests(SharedService shared) : IClassFixture<SharedService>
{
    [Theory]
    [InlineData("POST", "/v1/recognize", "cross-site", null)]
    [InlineData("POST", "/v1/recognize", "same-site", null)]
    [InlineData("POST", "/v1/feedback", null, "https://elsewhere.example")]
    [InlineData("POST", "/v1/feedback", null, "null")]
    [InlineData("POST", "/models/room-type", "cross-site", "https://elsewhere.example")]
    [InlineData("POST", "/invocations", "cross-site", null)]
    [InlineData("DELETE", "/nothing", "cross-site", null)]
    public async Task Request_OfAnotherSitesPage_IsRefused(string method, string path, string? site, string? origin)
    {
        using var response = await SendAsync(method, path, site, origin);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("cross_site", (await Samples.JsonAsync(response)).GetProperty("code").GetString());
        Assert.Equal("AccessDeniedException", response.Headers.GetValues("x-amzn-errortype").Single());
    }

    [Theory]
    [InlineData("same-origin", true)]
    [InlineData("none", false)]
    [InlineData(null, true)]
    [InlineData(null, false)]
    // What browsers tell of the site goes before the name: gateways rewrite that.
    [InlineData("same-origin", false)]
    public async Task Request_OfTheOwnPageOrOfNoBrowser_IsAnswered(string? site, bool namesOrigin)
    {
        using var response = await SendAsync("POST", "/v1/recognize", site, namesOrigin ? shared.Service.Address.GetLeftPart(UriPartial.Authority) : null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Reading_ByAnotherSitesPage_IsLeftToTheBrowserToRefuse()
    {
        using var response = await SendAsync("GET", "/v1/models", "cross-site", "https://elsewhere.example");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? site, string? origin)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST") request.Content = path == "/v1/feedback" ? new StringContent("{}", Encoding.UTF8, "application/json") : Samples.Body(Samples.Kitchen, "image/jpeg");
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
        return await shared.Service.Client.SendAsync(request);
    }
}
