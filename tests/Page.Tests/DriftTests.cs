using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Playwright;
using Page.Tests.Support;
using RoomTypes.Http;

namespace Page.Tests;

/// <summary>How far what a model sees is from its first days.</summary>
[Collection(nameof(Site))]
public sealed class DriftTests(Site site)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly DriftResult Steady = new()
    {
        Model = "room-type@2",
        From = DateTimeOffset.UnixEpoch,
        Until = DateTimeOffset.UnixEpoch.AddDays(20),
        Status = "steady",
        Reference = 1000,
        ReferenceNeeded = 1000,
        Predictions = 1234,
        LogEvidence = 0.25,
        LogThreshold = 5.991,
        EmbeddingDiscrepancy = 0.001,
        EmbeddingPValue = 0.4,
        StabilityIndex = 0.02,
        JensenShannon = 0.003,
        Strongest = "brightness",
        ReferenceConfidence = 0.912,
        Confidence = 0.905,
        ReferenceUnknownShare = 0.05,
        UnknownShare = 0.055,
        ReferencePictures = new(0.5, 812, 1.3),
        Pictures = new(0.49, 799, 1.3),
    };

    [Fact]
    public async Task Model_WithoutKeptEmbeddings_SaysWhatIsMissing()
    {
        await using var page = await site.OpenAsync("/models");
        await LookAsync(page.Page);

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Region, new() { Name = "Drift" }).GetByRole(AriaRole.Status)).ToHaveTextAsync(
            "room-type@2 has 0 predictions of the 1,000 predictions to compare with. They are kept where RoomType__Events__Embeddings is true.");
    }

    [Theory]
    [InlineData("steady", null, ColorScheme.Light, "Nothing says that room-type@2 sees other pictures than in its first days, after 1,234 predictions.")]
    [InlineData("drift", 321, ColorScheme.Dark, "room-type@2 sees other pictures than in its first days: seen after 321 predictions, most in brightness.")]
    public async Task Model_WithAReference_IsJudgedAndCompared(string status, int? detectedAfter, ColorScheme scheme, string expected)
    {
        await using var page = await site.OpenAsync("/models", new() { ColorScheme = scheme, BypassCSP = true });
        await page.Page.RouteAsync("**/v1/drift?model=room-type%402", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = JsonSerializer.Serialize(Steady with { Status = status, DetectedAfter = detectedAfter }, Json),
        }));
        await LookAsync(page.Page);

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Region, new() { Name = "Drift" }).GetByRole(AriaRole.Status)).ToHaveTextAsync(expected);
        var rows = page.Page.GetByRole(AriaRole.Region, new() { Name = "What changed" }).Locator("tbody tr");
        Assert.Equal(
            ["Confidence 91.2 % 90.5 %", "Unknown rooms 5.0 % 5.5 %", "Brightness 50 % 49 %", "Sharpness 812 799", "Megapixels 1.3 1.3"],
            (await rows.AllInnerTextsAsync()).Select(text => string.Join(' ', text.Split((char[])['\t', '\n', '\u00A0', ' '], StringSplitOptions.RemoveEmptyEntries))));
        await AccessibilityTests.VerifyAsync(page.Page);
    }

    [Fact]
    public async Task Model_WhoseDriftIsRefused_SaysWhy()
    {
        await using var page = await site.OpenAsync("/models");
        await page.Page.RouteAsync("**/v1/drift**", route => route.FulfillAsync(new() { Status = 429, ContentType = "application/problem+json", Body = """{"detail":"Another comparison runs.","code":"busy"}""" }));
        await LookAsync(page.Page);

        await Assertions.Expect(page.Page.GetByText("Another comparison runs.")).ToBeVisibleAsync();
    }

    private static Task LookAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Compare this month with its first days" }).ClickAsync();
}
