using Microsoft.Playwright;
using Page.Tests.Support;

namespace Page.Tests;

/// <summary>What axe finds in every place, light and dark.</summary>
[Collection(nameof(Site))]
public sealed class AccessibilityTests(Site site)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Try_WithAnAnswerACorrectionAndADialog_HasNoFaultForAxe(ColorScheme scheme)
    {
        // The policy of contents keeps scripts of tests out too.
        await using var page = await site.OpenAsync("/try?models=room-type@2,room-type@3", new() { ColorScheme = scheme, BypassCSP = true });
        await page.ChooseAsync("kitchen_1.jpg");
        var card = await page.AnsweredAsync("kitchen_1.jpg");
        await card.GetByRole(AriaRole.Button, new() { Name = "Bedroom" }).ClickAsync();
        await card.Locator(".told.kept").WaitForAsync();

        await VerifyAsync(page.Page);
        await card.GetByRole(AriaRole.Button, new() { Name = "Request" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await VerifyAsync(page.Page);
    }

    [Theory]
    [InlineData("/missions", ColorScheme.Light)]
    [InlineData("/experiments", ColorScheme.Light)]
    [InlineData("/experiments", ColorScheme.Dark)]
    [InlineData("/models", ColorScheme.Light)]
    [InlineData("/metrics-overview", ColorScheme.Dark)]
    public async Task Place_ThatIsRead_HasNoFaultForAxe(string place, ColorScheme scheme)
    {
        await using var page = await site.OpenAsync(place, new() { ColorScheme = scheme, BypassCSP = true });
        if (place == "/missions") await MissionTests.ImportAsync(page);
        await page.Page.Locator(".sentence, table, .votes").First.WaitForAsync();

        await VerifyAsync(page.Page);
        var dialog = place switch { "/experiments" => "Change the split", "/models" => "Card of room-type@2", _ => null };
        if (dialog is null) return;
        await page.Page.GetByRole(AriaRole.Button, new() { Name = dialog }).ClickAsync();
        await page.Page.Locator("dialog form, dialog .markdown").WaitForAsync();
        await VerifyAsync(page.Page);
    }

    internal static async Task VerifyAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "axe", "axe.min.js")));
        var faults = await page.EvaluateAsync<string[]>(
            "async () => (await axe.run()).violations.map((fault) => `${fault.id}: ${fault.help}: ${fault.nodes.map((node) => node.html).join(' | ')}`)");

        Assert.Empty(faults);
    }
}
