using System.Text.Json;
using Microsoft.Playwright;
using Page.Tests.Support;
using RoomTypes.Tracking;

namespace Page.Tests;

/// <summary>Recorded runs, as the tool writes them, side by side.</summary>
[Collection(nameof(Site))]
public sealed class RunTests(Site site)
{
    private static readonly RunRecord First = new()
    {
        Id = "20261129T071500Z-3fa2c1",
        Command = "evaluate",
        Started = DateTimeOffset.UnixEpoch,
        Seconds = 4.2,
        Model = "room-type@2",
        Parameters = new Dictionary<string, string> { ["folder"] = "rooms" },
        Metrics = new Dictionary<string, double> { ["accuracy"] = 0.9, ["expectedCalibrationError"] = 0.05 },
        Artifacts = new Dictionary<string, string>(),
        Revision = new string('a', 40),
        Environment = new Dictionary<string, string> { ["cores"] = "2" },
    };

    private static readonly RunRecord Second = First with
    {
        Id = "20261129T081500Z-b7e004",
        Model = "room-type@3",
        Metrics = new Dictionary<string, double> { ["accuracy"] = 0.9375, ["expectedCalibrationError"] = 0.0625 },
    };

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Runs_OfTheTool_AreComparedByWhatDiffersAndByEveryMetric(ColorScheme scheme)
    {
        await using var page = await site.OpenAsync("/models", new() { ColorScheme = scheme, BypassCSP = true });
        var third = First with { Id = "20261129T061500Z-000001" };
        await OpenAsync(page.Page, "runs.json", JsonSerializer.SerializeToUtf8Bytes([Second, First, third], RunJson.Default.IReadOnlyListRunRecord));

        var comparison = page.Page.GetByRole(AriaRole.Region, new() { Name = "Comparison of runs" });
        await comparison.WaitForAsync();
        Assert.Equal([Second.Id, First.Id, third.Id], await page.Page.GetByRole(AriaRole.Region, new() { Name = "Recorded runs" }).Locator("tbody th").AllInnerTextsAsync());
        Assert.Equal(["Name", First.Id, Second.Id, "Change"], await comparison.Locator("thead th").AllInnerTextsAsync());
        Assert.Equal(["model", "accuracy", "expectedCalibrationError"], await comparison.Locator("tbody th").AllInnerTextsAsync());
        Assert.Equal(["0.9", "0.9375", "+0.0375"], await comparison.GetByRole(AriaRole.Row, new() { Name = "accuracy" }).Locator("td").AllInnerTextsAsync());
        Assert.Equal(["0.9375", "0.05"], await comparison.Locator(".best").AllInnerTextsAsync());
        await AccessibilityTests.VerifyAsync(page.Page);

        await page.Page.GetByLabel($"Compare {third.Id}").CheckAsync();
        Assert.Equal(["Name", third.Id, First.Id, Second.Id], await comparison.Locator("thead th").AllInnerTextsAsync());
        foreach (var run in new[] { third, First }) await page.Page.GetByLabel($"Compare {run.Id}").UncheckAsync();
        Assert.Equal(0, await comparison.CountAsync());
    }

    [Theory]
    [InlineData("{}", "other.json is no run: it needs id, metrics and parameters.")]
    [InlineData("<html>", "other.json is no run: ")]
    public async Task Runs_OfAnotherFile_AreRefused(string text, string expected)
    {
        await using var page = await site.OpenAsync("/models");
        await OpenAsync(page.Page, "other.json", System.Text.Encoding.UTF8.GetBytes(text));
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(expected);
    }

    private static Task OpenAsync(IPage page, string name, byte[] content) =>
        page.GetByLabel("Open runs").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/json", Buffer = content });
}
