using Microsoft.Playwright;
using Page.Tests.Support;

namespace Page.Tests;

/// <summary>The pictures of docs/page.md: UPDATE_DOCS=1 takes them.</summary>
[Collection(nameof(Site))]
public sealed class ScreenshotTests(Site site)
{
    private const long MostBytes = 400_000;

    private static readonly bool IsUpdate = Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1";

    private static readonly ViewportSize Desk = new() { Width = 1200, Height = 840 };

    [Theory]
    [InlineData("try.jpg")]
    [InlineData("missions.jpg")]
    [InlineData("experiments.jpg")]
    [InlineData("phone.jpg")]
    public async Task Picture_OfADocument_IsThereAndSmall(string name)
    {
        var file = Path.Combine(Repository.Root, "docs", "page", name);
        if (IsUpdate) await TakeAsync(name, file);

        Assert.InRange(new FileInfo(file).Length, 10_000, MostBytes / 3);
        Assert.Contains($"page/{name}", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "page.md")));
        Assert.True(Directory.EnumerateFiles(Path.GetDirectoryName(file)!).Sum(other => new FileInfo(other).Length) < MostBytes);
    }

    private async Task TakeAsync(string name, string file)
    {
        await using var page = await (name switch
        {
            "try.jpg" => TryAsync(new() { ViewportSize = Desk, ColorScheme = ColorScheme.Light }),
            "phone.jpg" => TryAsync(new() { ViewportSize = new() { Width = 360, Height = 740 }, IsMobile = true, HasTouch = true, DeviceScaleFactor = 2, ColorScheme = ColorScheme.Dark }),
            "missions.jpg" => MissionAsync(),
            _ => ExperimentAsync(),
        });
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await page.Page.ScreenshotAsync(new() { Path = file, Type = ScreenshotType.Jpeg, Quality = 72 });
    }

    private async Task<OpenPage> TryAsync(BrowserNewContextOptions options)
    {
        var page = await site.OpenAsync("/try?models=room-type@2,room-type@3", options);
        await page.ChooseAsync("kitchen_2.jpg", "living_room_2.jpg", "hallway_1.jpg", "dining_room_2.jpg");
        foreach (var name in new[] { "kitchen_2.jpg", "living_room_2.jpg", "hallway_1.jpg", "dining_room_2.jpg" }) await page.AnsweredAsync(name);
        var card = await page.AnsweredAsync("kitchen_2.jpg");
        await card.Locator(".score").First.ClickAsync();
        await card.Locator(".told.kept").WaitForAsync();
        var other = await page.AnsweredAsync("living_room_2.jpg");
        await other.GetByRole(AriaRole.Button, new() { Name = "Why" }).ClickAsync();
        await other.Locator("canvas").WaitForAsync();
        if (options.IsMobile == true) await page.Page.EvaluateAsync("document.querySelector('.summary').scrollIntoView()");
        else await page.Page.EvaluateAsync("scrollTo(0, 0)");
        return page;
    }

    private async Task<OpenPage> MissionAsync()
    {
        var page = await site.OpenAsync("/missions", new() { ViewportSize = Desk, ColorScheme = ColorScheme.Light });
        await MissionTests.ImportAsync(page);
        await page.Page.GetByText(", 0 unsure").Or(page.Page.GetByText(", 1 unsure")).First.WaitForAsync();
        return page;
    }

    private async Task<OpenPage> ExperimentAsync()
    {
        var page = await site.OpenAsync("/experiments", new() { ViewportSize = Desk, ColorScheme = ColorScheme.Light });
        await page.Page.Locator("canvas").WaitForAsync();
        return page;
    }
}
