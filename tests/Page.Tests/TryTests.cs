using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Page.Tests.Support;

namespace Page.Tests;

/// <summary>The place where pictures are tried.</summary>
[Collection(nameof(Site))]
public sealed partial class TryTests(Site site)
{
    [Theory]
    [InlineData("bathroom")]
    [InlineData("dining_room")]
    [InlineData("living_room")]
    public async Task Example_AtAClick_IsItsRoom(string label)
    {
        await using var page = await site.OpenAsync("/");
        await page.Page.GetByAltText($"Example: a {label.Replace('_', ' ')}").ClickAsync();

        var card = await page.AnsweredAsync($"{label}.jpg");
        Assert.Equal(label.Replace('_', ' '), (await card.Locator("strong").InnerTextAsync()).ToLowerInvariant());
        Assert.Equal(6, await card.GetByRole(AriaRole.Listitem).CountAsync());
        Assert.Matches(@"^\d+(\.\d)? ms", await card.Locator(".time").InnerTextAsync());
    }

    [Fact]
    public async Task Pictures_Dropped_HaveACardEach()
    {
        await using var page = await site.OpenAsync("/try");
        var bytes = await File.ReadAllBytesAsync(Site.Picture("kitchen_1.jpg"));
        var data = await page.Page.EvaluateHandleAsync(
            """
            (base64) => {
              const data = new DataTransfer();
              const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
              for (const name of ['one.jpg', 'two.jpg']) data.items.add(new File([bytes], name, { type: 'image/jpeg' }));
              return data;
            }
            """,
            Convert.ToBase64String(bytes));
        await page.Page.DispatchEventAsync("main", "drop", new { dataTransfer = data });

        foreach (var name in new[] { "one.jpg", "two.jpg" }) Assert.Equal("Kitchen", await (await page.AnsweredAsync(name)).Locator("strong").InnerTextAsync());
    }

    [Fact]
    public async Task Models_SeveralOfAnAddress_StandSideBySideAndDifferencesAreMarked()
    {
        await using var page = await site.OpenAsync("/try?models=room-type@2,room-type@3");
        await page.ChooseAsync("kitchen_1.jpg", "hallway_1.jpg");
        foreach (var name in new[] { "kitchen_1.jpg", "hallway_1.jpg" })
        {
            var card = await page.AnsweredAsync(name);
            var rooms = await card.Locator("strong").AllInnerTextsAsync();
            Assert.Equal(2, rooms.Count);
            Assert.Equal(12, await card.Locator(".line").CountAsync());
            Assert.Equal(rooms.Distinct().Count() > 1, await card.GetByText("Models differ").IsVisibleAsync());
        }
    }

    [Fact]
    public async Task Models_ThatSayDifferentRooms_AreMarkedAndCanBeShownAlone()
    {
        await using var page = await site.OpenAsync("/try?models=room-type@2,room-type@3");
        await page.Page.RouteAsync("**/v1/recognize**", async route =>
        {
            var response = await route.FetchAsync();
            var text = await response.TextAsync();
            // The second model's answer is another room's.
            var second = text.LastIndexOf("\"label\":\"kitchen\"", StringComparison.Ordinal);
            await route.FulfillAsync(new() { Response = response, Body = second < 0 ? text : text[..second] + "\"label\":\"bathroom\"" + text[(second + "\"label\":\"kitchen\"".Length)..] });
        });
        await page.ChooseAsync("kitchen_1.jpg", "hallway_1.jpg");
        await page.AnsweredAsync("hallway_1.jpg");
        Assert.True(await (await page.AnsweredAsync("kitchen_1.jpg")).GetByText("Models differ").IsVisibleAsync());
    }

    [Fact]
    public async Task Correction_AtOneClick_IsKeptForEveryModel()
    {
        await using var page = await site.OpenAsync("/try?models=room-type@2,room-type@3");
        await page.ChooseAsync("kitchen_2.jpg");
        var card = await page.AnsweredAsync("kitchen_2.jpg");
        await card.GetByRole(AriaRole.Button, new() { Name = "Dining room" }).ClickAsync();

        await Assertions.Expect(card.Locator(".told.kept")).ToHaveTextAsync("Dining room. Kept; it counts as a correction of room-type@2 and room-type@3.");
        await card.GetByRole(AriaRole.Button, new() { Name = "Dining room" }).ClickAsync();
        await Assertions.Expect(card.Locator(".told.kept")).ToContainTextAsync("Was told before");
    }

    [Fact]
    public async Task Why_OfAnAnswer_IsLitForEachModelInTurn()
    {
        await using var page = await site.OpenAsync("/try?models=room-type@2,room-type@3");
        await page.ChooseAsync("kitchen_1.jpg");
        var card = await page.AnsweredAsync("kitchen_1.jpg");
        var why = card.GetByRole(AriaRole.Button, new() { Name = "Why" });
        foreach (var model in new[] { "room-type@2", "room-type@3" })
        {
            await why.ClickAsync();
            await card.GetByText($"Lit is what speaks for kitchen, to {model}.").WaitForAsync();
            Assert.Matches("^Where it looked for kitchen: most (at the top|in the middle|at the bottom), (left|centre|right)$", (await card.Locator("canvas").GetAttributeAsync("aria-label"))!);
            // Clear where it is most, dark where it is least.
            var shades = await card.Locator("canvas").EvaluateAsync<int[]>("(canvas) => { const shades = [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data].filter((_, i) => i % 4 === 3); return [Math.min(...shades), Math.max(...shades)]; }");
            Assert.InRange(shades[0], 0, 40);
            Assert.InRange(shades[1], 150, 200);
        }

        await why.ClickAsync();
        await Assertions.Expect(card.Locator("canvas")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("curl", "curl --data-binary @'kitchen_1.jpg' -H 'content-type: image/jpeg' 'http")]
    [InlineData("C#", "new HttpClient()")]
    [InlineData("Python", "urllib.request")]
    public async Task Request_InALanguage_CanBeCopied(string language, string expected)
    {
        await using var page = await site.OpenAsync("/try", new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await page.ChooseAsync("kitchen_1.jpg");
        await (await page.AnsweredAsync("kitchen_1.jpg")).GetByRole(AriaRole.Button, new() { Name = "Request" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = language, Exact = true }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await page.Page.GetByText("Copied.").WaitForAsync();

        Assert.Contains(expected, await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task Picture_Of20Megabytes_IsMadeSmallerAndAnswered()
    {
        await using var page = await site.OpenAsync("/try");
        // Noise is what JPEG cannot make small.
        await page.Page.EvaluateAsync(
            """
            async () => {
              const canvas = document.createElement('canvas');
              [canvas.width, canvas.height] = [4200, 3200];
              const context = canvas.getContext('2d');
              const pixels = context.createImageData(canvas.width, canvas.height);
              const words = new Uint32Array(pixels.data.buffer);
              for (let i = 0, x = 1; i < words.length; i++) words[i] = 0xff000000 | ((x = (Math.imul(x, 1664525) + 1013904223) >>> 0) >>> 8);
              context.putImageData(pixels, 0, 0);
              const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 1));
              const data = new DataTransfer();
              data.items.add(new File([blob], 'large.jpg', { type: 'image/jpeg' }));
              window.size = blob.size;
              document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """);
        Assert.True(await page.Page.EvaluateAsync<long>("window.size") > 20_000_000);

        var card = await page.AnsweredAsync("large.jpg");
        Assert.Matches(@"Sent as a JPEG of \d+ KB: \d+\.\d MB is over what one request takes\.", await card.Locator(".note").InnerTextAsync());
    }

    [Fact]
    public async Task File_ThatIsNoPicture_SaysWhyAndTheOthersGoOn()
    {
        await using var page = await site.OpenAsync("/try");
        await page.Page.GetByLabel("Choose pictures").SetInputFilesAsync(
        [
            new FilePayload { Name = "broken.jpg", MimeType = "image/jpeg", Buffer = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3] },
            new FilePayload { Name = "good.jpg", MimeType = "image/jpeg", Buffer = await File.ReadAllBytesAsync(Site.Picture("kitchen_1.jpg")) },
        ]);

        await page.AnsweredAsync("good.jpg");
        var card = page.Page.GetByRole(AriaRole.Article, new() { Name = "broken.jpg" });
        await Assertions.Expect(card.GetByText("Cannot be read")).ToBeVisibleAsync();
        await Assertions.Expect(card.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Service_ThatIsBusy_IsAskedAgainWhenItSays()
    {
        await using var page = await site.OpenAsync("/try");
        var asked = 0;
        await page.Page.RouteAsync("**/v1/recognize**", route => asked++ > 0 ? route.ContinueAsync() : route.FulfillAsync(new()
        {
            Status = 429,
            Headers = [new("retry-after", "1"), new("content-type", "application/problem+json")],
            Body = """{"code":"overloaded","detail":"More work than can be done in time."}""",
        }));
        await page.ChooseAsync("kitchen_1.jpg");

        await page.Page.GetByText("The service is busy; again in 1 s.").WaitForAsync();
        await page.AnsweredAsync("kitchen_1.jpg");
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Service_ThatIsSlow_ShowsThatItIsAskedAndCanBeCalledOff()
    {
        await using var page = await site.OpenAsync("/try");
        await page.Page.RouteAsync("**/v1/recognize**", _ => Task.CompletedTask);
        await page.ChooseAsync("kitchen_1.jpg");
        await page.Page.GetByText(Still()).WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Remove kitchen_1.jpg" }).ClickAsync();

        await Assertions.Expect(page.Cards).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Service_ThatCannotBeReached_IsWaitedForAndThenAnswers()
    {
        await using var page = await site.OpenAsync("/try");
        await page.Page.GetByText("Ready").WaitForAsync();
        await page.Page.Context.SetOfflineAsync(true);
        await page.ChooseAsync("kitchen_1.jpg");
        await page.Page.GetByText("The service cannot be reached; this goes on when it can.").WaitForAsync();
        await page.Page.Context.SetOfflineAsync(false);

        await page.AnsweredAsync("kitchen_1.jpg");
    }

    [Fact]
    public async Task Keyboard_Alone_TriesAndCorrects()
    {
        await using var page = await site.OpenAsync("/try");
        await page.Page.GetByAltText("Example: a kitchen").WaitForAsync();
        await PressUntilAsync(page.Page, "Example: a kitchen");
        await page.Page.Keyboard.PressAsync("Enter");
        var card = await page.AnsweredAsync("kitchen.jpg");
        await PressUntilAsync(page.Page, "Bedroom");
        await page.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(card.Locator(".told.kept")).ToContainTextAsync("Bedroom.");
    }

    [Fact]
    public async Task Phone_Of360Pixels_NeedsNoScrollingSideways()
    {
        await using var page = await site.OpenAsync("/try?models=room-type@2,room-type@3", new() { ViewportSize = new() { Width = 360, Height = 740 }, IsMobile = true, HasTouch = true });
        await page.ChooseAsync("kitchen_1.jpg", "dining_room_1.jpg");
        await page.AnsweredAsync("dining_room_1.jpg");

        Assert.Equal(360, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.True(await page.Page.GetByText("Take a photo").IsVisibleAsync());
    }

    [Fact]
    public async Task FirstView_OfAnEmptyCache_WaitsForAStyleAndAScriptAndNothingMoves()
    {
        await using var page = await site.OpenAsync("/");
        await page.Page.GetByText("room-type@3").WaitForAsync();
        var waitedFor = await page.Page.EvaluateAsync<string[]>("performance.getEntriesByType('resource').filter((file) => ['link', 'script', 'css'].includes(file.initiatorType) && !file.name.endsWith('.svg')).map((file) => file.name)");
        var shift = await page.Page.EvaluateAsync<double>(
            """
            () => new Promise((resolve) => {
              new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))).observe({ type: 'layout-shift', buffered: true });
              requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
            })
            """);

        Assert.Equal(2, waitedFor.Length);
        Assert.True(shift < 0.01, string.Create(CultureInfo.InvariantCulture, $"{shift}"));
    }

    private static async Task PressUntilAsync(IPage page, string name)
    {
        for (var i = 0; i < 40; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("(name) => { const own = document.activeElement; return (own.querySelector('img')?.alt ?? own.innerText).startsWith(name); }", name)) return;
        }

        Assert.Fail($"The keyboard does not reach '{name}'.");
    }

    [GeneratedRegex(@"Still looking, \d+ s")]
    private static partial Regex Still();
}
