using System.Net.Http.Headers;
using System.Text;
using Microsoft.Playwright;
using Page.Tests.Support;

namespace Page.Tests;

/// <summary>Planning, starting, stopping and splitting an experiment by the page.</summary>
[Collection(nameof(Site))]
public sealed class ExperimentControlTests(Site site)
{
    [Fact]
    public async Task Experiment_FromItsPlanToItsEnd_IsDecidedByWhoHasTheToken()
    {
        await using var page = await site.OpenAsync($"/experiments?name={Plans.Waiting}");
        await VerifyPlanAsync(page.Page);

        await OpenAsync(page.Page, "Change the split");
        await page.Page.GetByLabel("float", new() { Exact = true }).FillAsync("75");
        await page.Page.GetByLabel("production", new() { Exact = true }).FillAsync("25");
        await page.Page.GetByLabel("Entities that take part").FillAsync("20");
        await ConfirmAsync(page.Page, "Change it", "not-the-administrators-token");
        await Assertions.Expect(Dialog(page.Page).GetByRole(AriaRole.Alert)).ToContainTextAsync("The admin token is wrong");
        await ConfirmAsync(page.Page, "Change it", Site.AdminToken);
        await Assertions.Expect(Head(page.Page)).ToHaveTextAsync("production (room-type@2) 25 % against float (room-type@1) 75 %, 20 % take part, from 2100-01-01");

        await OpenAsync(page.Page, "Start now");
        await Assertions.Expect(Dialog(page.Page)).ToContainTextAsync("It can be stopped at any time, and then not begin again");
        await ConfirmAsync(page.Page, "Start the experiment");
        await Assertions.Expect(Status(page.Page)).ToHaveTextAsync("running");

        await VerifyOthersChangesAsync(page.Page);
        await ConfirmAsync(page.Page, "Stop the experiment");
        await Assertions.Expect(Status(page.Page)).ToHaveTextAsync("ended");
        await Assertions.Expect(Control(page.Page).GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("localStorage.length + sessionStorage.length"));
    }

    [Theory]
    [InlineData("local", "RoomType__Http__AdminToken")]
    [InlineData("appconfig", "./run experiment run start")]
    [InlineData("evidently", "A server of Evidently's API")]
    public async Task Experiment_ThatIsNotChangedHere_SaysWhereItIs(string source, string expected)
    {
        await using var page = await site.OpenAsync("/try");
        await page.Page.RouteAsync("**/v1/experiments", async route =>
        {
            var response = await route.FetchAsync();
            var text = (await response.TextAsync()).Replace("\"changeable\":true", "\"changeable\":false", StringComparison.Ordinal).Replace("\"source\":\"local\"", $"\"source\":\"{source}\"", StringComparison.Ordinal);
            await route.FulfillAsync(new() { Response = response, Body = text });
        });
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Experiments" }).ClickAsync();

        await Assertions.Expect(page.Page.Locator(".control")).ToContainTextAsync(expected);
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" })).ToHaveCountAsync(0);
    }

    private static async Task VerifyPlanAsync(IPage page)
    {
        await page.GetByText("How long does it take?").ClickAsync();
        var plan = page.GetByRole(AriaRole.Region, new() { Name = "Plan: Correction rate" });
        await Assertions.Expect(plan.Locator("caption")).ToContainTextAsync("a difference of 2.00 points takes");
        Assert.Equal(["7", "14", "28", "56", "91"], await plan.Locator("tbody th").AllInnerTextsAsync());
        await Assertions.Expect(plan.Locator("tbody td").Last).ToContainTextAsync("points");
    }

    /// <summary>Somebody changes the experiment while the reader decides to stop it.</summary>
    private async Task VerifyOthersChangesAsync(IPage page)
    {
        await OpenAsync(page, "Stop");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/experiments/{Plans.Waiting}/allocation")
        {
            Content = new StringContent("""{"weights":{"production":1,"float":1}}""", Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Site.AdminToken) },
        };
        using var response = await site.Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        await ConfirmAsync(page, "Stop the experiment");
        await Assertions.Expect(Dialog(page).GetByRole(AriaRole.Alert)).ToContainTextAsync("somebody has changed them meanwhile");
        // Read again, as the dialog tells.
        await Assertions.Expect(Head(page)).ToContainTextAsync("; production (room-type@2) 50 % against float (room-type@1) 50 % from ");
    }

    private static Task OpenAsync(IPage page, string button) => Control(page).GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

    private static async Task ConfirmAsync(IPage page, string button, string? token = null)
    {
        if (token is not null) await page.GetByLabel("Admin token").FillAsync(token);
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
    }

    private static ILocator Control(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Decide" });

    private static ILocator Dialog(IPage page) => page.GetByRole(AriaRole.Dialog);

    private static ILocator Head(IPage page) => page.Locator(".head p");

    private static ILocator Status(IPage page) => page.Locator(".list a[aria-current] .chip");
}
