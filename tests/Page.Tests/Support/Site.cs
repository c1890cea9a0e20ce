using Microsoft.Playwright;

namespace Page.Tests.Support;

/// <summary>One service and one browser for all tests of the page.</summary>
public sealed class Site : IAsyncLifetime
{
    private PageService _service = null!;
    private IPlaywright _playwright = null!;

    /// <summary>Who knows it may change the experiments.</summary>
    public const string AdminToken = "what-only-an-administrator-knows";

    private readonly string _experiments = Path.GetTempFileName();

    public Uri Address => _service.Address;

    public HttpClient Client { get; private set; } = null!;

    public IBrowser Browser { get; private set; } = null!;

    public static string Picture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "samples", name);

    public async Task InitializeAsync()
    {
        await Plans.WriteAsync(_experiments);
        var started = PageService.StartAsync(Past.WriteAsync, "Experiments:Source=local", $"Experiments:File={_experiments}", $"Http:AdminToken={AdminToken}");
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(OpenPage.Patience);
        var chromium = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";
        // As root there is no sandbox.
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox"] });
        _service = await started;
        Client = new HttpClient { BaseAddress = Address };
    }

    /// <summary>Opens a place in a window of its own; whatever a script fails at fails the test at its end.</summary>
    public async Task<OpenPage> OpenAsync(string place, BrowserNewContextOptions? options = null)
    {
        options ??= new() { ViewportSize = new() { Width = 1280, Height = 900 } };
        options.BaseURL = Address.ToString();
        var page = new OpenPage(await Browser.NewContextAsync(options));
        await page.GoAsync(place);
        return page;
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Browser.DisposeAsync();
        _playwright.Dispose();
        await _service.DisposeAsync();
        File.Delete(_experiments);
    }
}

/// <summary>A window of the browser with the page.</summary>
public sealed class OpenPage(IBrowserContext context) : IAsyncDisposable
{
    /// <summary>Milliseconds that something may take to appear, on a machine that does much else.</summary>
    internal const float Patience = 30_000;

    private readonly List<string> _faults = [];

    public IPage Page { get; private set; } = null!;

    public ILocator Cards => Page.Locator(".card");

    public async Task GoAsync(string place)
    {
        Page = await context.NewPageAsync();
        Page.SetDefaultTimeout(Patience);
        Page.PageError += (_, fault) => _faults.Add(fault);
        // What the policy of contents refuses is told there too.
        Page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) _faults.Add(message.Text);
        };
        await Page.GotoAsync(place);
    }

    /// <summary>Gives it pictures of tests/Fixtures/samples, as a reader who chooses them.</summary>
    public Task ChooseAsync(params string[] pictures) => Page.GetByLabel("Choose pictures").SetInputFilesAsync(pictures.Select(Site.Picture));

    /// <summary>Waits for a card to be answered.</summary>
    public async Task<ILocator> AnsweredAsync(string name)
    {
        var card = Page.Locator($"""article[aria-label="{name}"].answered""").First;
        await card.WaitForAsync();
        return card;
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        Assert.Empty(_faults);
    }
}

[CollectionDefinition(nameof(Site))]
public sealed class SharedSite : ICollectionFixture<Site>;
