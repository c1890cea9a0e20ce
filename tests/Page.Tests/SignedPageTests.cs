using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Page.Tests.Support;

namespace Page.Tests;

/// <summary>./run page, in front of a service that takes signed requests only.</summary>
public sealed class SignedPageTests(SignedSite site) : IClassFixture<SignedSite>
{
    [Fact]
    public async Task Requests_OfThePage_AreSignedAndAnswered()
    {
        using var direct = new HttpClient { BaseAddress = site.Service };
        Assert.Equal(HttpStatusCode.Forbidden, (await direct.GetAsync("/v1/models")).StatusCode);

        Assert.Contains("<title>Room types</title>", await site.Client.GetStringAsync("/try"));
        Assert.Contains("\"room-type\"", await site.Client.GetStringAsync("/v1/models"));
        using var picture = new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures", "samples", "kitchen_1.jpg"))) { Headers = { ContentType = new("image/jpeg") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/recognize?entity_id=a%20home%2Fb") { Content = picture };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "of-the-browser");
        request.Headers.TryAddWithoutValidation("Origin", site.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        using var answer = await site.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("ROOM_TYPE_KITCHEN", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["rooms"]![0]!["roomType"]);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Host", "elsewhere.example", HttpStatusCode.BadRequest)]
    public async Task Request_OfAnotherSitesPage_IsNotSigned(string header, string value, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/feedback") { Content = new StringContent("{}", new MediaTypeHeaderValue("application/json")) };
        request.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal(expected, (await site.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Service_ThatIsNotThere_IsABadGateway()
    {
        await using var page = await SignedPage.StartAsync(new Uri("http://127.0.0.1:1"), SignedSite.AccessKeyId, SignedSite.SecretAccessKey);

        Assert.Equal(HttpStatusCode.BadGateway, (await page.Client.GetAsync("/v1/models")).StatusCode);
    }

    [Theory]
    [InlineData("--url", "ftp://host", "The address is 'ftp://host'; allowed is an http:// or https:// address.")]
    [InlineData("--port", "99999", "--port is '99999'; allowed is 1 to 65535, or 0 for any that is free.")]
    [InlineData("--profile", "nobody", "There is no AWS profile 'nobody'; aws configure list-profiles tells which there are.")]
    public async Task Command_ThatCannotBeDone_SaysWhy(string option, string value, string expected)
    {
        string[] address = option == "--url" ? [] : ["--url", "https://id.execute-api.eu-west-1.amazonaws.com/live"];

        var (code, errors) = await SignedPage.RunAsync([.. address, option, value]);

        Assert.Equal(2, code);
        Assert.Equal(expected, errors.Trim());
    }
}
