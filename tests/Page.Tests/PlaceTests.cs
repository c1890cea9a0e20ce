using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Page.Tests.Support;

namespace Page.Tests;

/// <summary>The places where a person reads and decides.</summary>
[Collection(nameof(Site))]
public sealed partial class PlaceTests(Site site)
{
    [Fact]
    public async Task Experiment_ThatRuns_HasItsHealthItsVerdictAndARowAMetric()
    {
        await using var page = await site.OpenAsync($"/experiments?name={Past.Experiment}");
        await page.Page.GetByText("Entities arrived as planned").WaitForAsync();
        using var answered = System.Text.Json.JsonDocument.Parse(await site.Client.GetStringAsync($"/v1/experiments/{Past.Experiment}/results"));

        Assert.Equal("better", answered.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(Sentence(answered.RootElement.GetProperty("summary").GetString()!), Sentence(await page.Page.Locator(".sentence").InnerTextAsync()));
        Assert.Equal(["Correction rate", "Confidence"], (await page.Page.Locator("tbody th").AllInnerTextsAsync()).Select(text => text.Split('\n')[0]));
        Assert.Equal(2, await page.Page.Locator("svg.interval.good").CountAsync());
        Assert.Matches("^−.* points to −.* points$", (await page.Page.Locator("svg.interval").First.GetAttributeAsync("aria-label"))!);
        await page.Page.Locator("canvas").WaitForAsync();
        Assert.Contains("./run experiment plan", await page.Page.Locator(".plan").TextContentAsync());

        // The last hours' figures may differ by the moment.
        static string Sentence(string text) => text.Split(" by ")[0];
    }

    [Theory]
    [InlineData("split-broken", "isBroken", "Do not trust these numbers")]
    public async Task Experiment_WhoseSplitIsBroken_SaysSoBeforeAllElse(string verdict, string field, string expected)
    {
        await using var page = await site.OpenAsync("/try");
        await page.Page.RouteAsync("**/results**", async route =>
        {
            var response = await route.FetchAsync();
            var text = (await response.TextAsync()).Replace($"\"{field}\":false", $"\"{field}\":true", StringComparison.Ordinal).Replace("\"verdict\":\"better\"", $"\"verdict\":\"{verdict}\"", StringComparison.Ordinal);
            await route.FulfillAsync(new() { Response = response, Body = text });
        });
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Experiments" }).ClickAsync();

        await Assertions.Expect(page.Page.Locator(".health.bad")).ToContainTextAsync(expected);
    }

    [Fact]
    public async Task Guardrail_OfAnExperiment_StandsApartWithWhatIsTolerated()
    {
        await using var page = await site.OpenAsync("/try");
        await page.Page.RouteAsync("**/results**", async route =>
        {
            var response = await route.FetchAsync();
            var text = await response.TextAsync();
            var metric = text.IndexOf("\"name\":\"confidence\"", StringComparison.Ordinal);
            var comparison = text.IndexOf("\"isEnough\":", metric, StringComparison.Ordinal);
            await route.FulfillAsync(new()
            {
                Response = response,
                Body = text[..metric] + "\"worstChange\":0.05," + text[metric..comparison] + "\"guardrail\":\"unclear\",\"relativeInterval\":{\"lower\":-0.07,\"upper\":0.01}," + text[comparison..],
            });
        });
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Experiments" }).ClickAsync();

        var guards = page.Page.GetByRole(AriaRole.Region, new() { Name = "What must not get worse" });
        await Assertions.Expect(guards.Locator("small").Last).ToHaveTextAsync("unclear: −7.0 % to +1.0 %, tolerated −5.0 %");
        Assert.Equal(1, await guards.Locator("line.limit").CountAsync());
    }

    [Fact]
    public async Task Models_OfTheRegistry_AreComparedAndTheBestStandsOut()
    {
        await using var page = await site.OpenAsync("/models");
        var spoilt = page.Page.GetByRole(AriaRole.Region, new() { Name = "Accuracy on spoilt pictures" });
        await spoilt.WaitForAsync();

        Assert.Equal(["room-type@1", "room-type@2", "room-type@3"], await page.Page.GetByRole(AriaRole.Region, new() { Name = "Versions" }).Locator("tbody th").AllInnerTextsAsync());
        Assert.Equal("78.3", await spoilt.GetByRole(AriaRole.Row, new() { Name = "blur r=4" }).Locator(".best .value").InnerTextAsync());
    }

    [Fact]
    public async Task Card_OfAModel_IsRenderedAndItsHtmlIsNot()
    {
        await using var page = await site.OpenAsync("/models");
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Card of room-type@2" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Heading, new() { Name = "room-type 2: int8" })).ToBeVisibleAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Row, new() { Name = "Places365 rooms" })).ToContainTextAsync("0.897");
        await page.Page.Keyboard.PressAsync("Escape");

        await page.Page.RouteAsync("**/card", route => route.FulfillAsync(new()
        {
            ContentType = "text/markdown",
            Body = "# A <img src=x onerror=alert(1)>\n\n<script>alert(1)</script>\n\n[safe](https://example.com) [unsafe](javascript:alert(1)) ![a *picture*](https://example.com/x.png)\n\n- one\n- `two` & 3",
        }));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Card of room-type@3" }).ClickAsync();
        await Assertions.Expect(dialog).ToContainTextAsync("<script>alert(1)</script>");
        Assert.Equal(["https://example.com"], await dialog.Locator("a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))"));
        Assert.Equal(0, await dialog.Locator("img, script").CountAsync());
        Assert.Equal(["one", "two & 3"], await dialog.Locator("li").AllInnerTextsAsync());
    }

    [Fact]
    public async Task Report_OfAnEvaluation_IsDrawn()
    {
        await using var page = await site.OpenAsync("/models");
        const string Report = """
            {"model": "room-type@2", "pictures": 5, "accuracy": 0.8, "expectedCalibrationError": 0.1, "negativeLogLikelihood": 0.5,
             "classes": [{"label": "kitchen", "pictures": 3, "precision": 1, "recall": 0.6667}, {"label": "bedroom", "pictures": 2, "precision": 0.6667, "recall": 1}],
             "confusion": {"kitchen": {"kitchen": 2, "bedroom": 1}, "bedroom": {"kitchen": 0, "bedroom": 2}},
             "reliability": [{"pictures": 3, "confidence": 0.7, "accuracy": 0.6667}, {"pictures": 2, "confidence": 0.9, "accuracy": 1}], "failures": []}
            """;
        await page.Page.GetByLabel("Open a report").SetInputFilesAsync(new FilePayload { Name = "report.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(Report) });

        await page.Page.GetByText("room-type@2: 80.0 % of 5 pictures right, calibration error 10.0 %.").WaitForAsync();
        Assert.Equal(["2", "2"], await page.Page.Locator(".matrix .right").AllInnerTextsAsync());
        Assert.Equal(["1"], await page.Page.Locator(".matrix .wrong").AllInnerTextsAsync());
        Assert.Equal(2, await page.Page.Locator(".reliability circle").CountAsync());
        await page.Page.GetByLabel("Open a report").SetInputFilesAsync(new FilePayload { Name = "other.json", MimeType = "application/json", Buffer = "{}"u8.ToArray() });
        await page.Page.GetByText("other.json is no report").WaitForAsync();
    }

    [Fact]
    public async Task Overview_OfAProcess_CountsWhatItAnsweredAndTheDays()
    {
        await using var page = await site.OpenAsync("/try");
        await page.ChooseAsync("bathroom_1.jpg");
        await page.AnsweredAsync("bathroom_1.jpg");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).ClickAsync();
        await page.Page.GetByText("POST /v1/recognize").WaitForAsync();

        Assert.True(int.Parse(await page.Page.Locator(".tiles dd").First.InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture) >= 1);
        Assert.Matches(Times(), await page.Page.Locator(".tiles dd").Nth(1).InnerTextAsync());
        await page.Page.GetByText("The last 30 days").WaitForAsync();
        await Assertions.Expect(page.Page.Locator("[aria-label='By day'] canvas")).ToHaveCountAsync(3);
    }

    /// <summary>A window that is closed with what its console told: the policy of contents refuses nothing that the page needs.</summary>
    [Fact]
    public async Task ApiDocument_OfOthersMaking_IsShownUnderAPolicyToo()
    {
        await using var page = await site.OpenAsync("/docs/index.html");
        await page.Page.Locator(".opblock-summary").First.ClickAsync();
        await page.Page.Locator(".opblock .responses-table").First.WaitForAsync();
        using var response = await site.Client.GetAsync("/docs/index.html");

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self' 'sha256-", policy);
        Assert.DoesNotContain("unsafe-inline", policy);
        Assert.DoesNotContain("unsafe-eval", policy);
    }

    [Theory]
    [InlineData("/experiments")]
    [InlineData("/models")]
    [InlineData("/metrics-overview")]
    [InlineData("/missions")]
    public async Task Place_OnAPhone_NeedsNoScrollingSideways(string place)
    {
        await using var page = await site.OpenAsync(place, new() { ViewportSize = new() { Width = 360, Height = 740 }, IsMobile = true, HasTouch = true });
        await page.Page.Locator(".sentence, table, .empty").First.WaitForAsync();

        Assert.Equal(360, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task Place_ByItsLink_HasItsAddressAndTheWayBack()
    {
        await using var page = await site.OpenAsync("/");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Models" }).ClickAsync();
        await page.Page.WaitForURLAsync("**/models");
        Assert.Equal("Models - Room types", await page.Page.TitleAsync());
        await page.Page.GoBackAsync();

        await page.Page.GetByAltText("Example: a kitchen").WaitForAsync();
    }

    [GeneratedRegex(@"^[\d.]+ m?s · [\d.]+ m?s · [\d.]+ m?s$")]
    private static partial Regex Times();
}
