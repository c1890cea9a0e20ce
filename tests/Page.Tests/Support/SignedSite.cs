namespace Page.Tests.Support;

/// <summary>A service that takes signed requests only, and ./run page in front of it.</summary>
public sealed class SignedSite : IAsyncLifetime
{
    public const string AccessKeyId = "AKIAIOSFODNN7EXAMPLE";
    public const string SecretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private readonly string _keys = Path.GetTempFileName();
    private PageService _service = null!;
    private SignedPage _page = null!;

    public Uri Service => _service.Address;

    /// <summary>Asks the page on this machine.</summary>
    public HttpClient Client => _page.Client;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_keys, $$"""{"keys": [{"name": "reader", "accessKeyId": "{{AccessKeyId}}", "secretAccessKey": "{{SecretAccessKey}}"}]}""");
        _service = await PageService.StartAsync("Http:Signatures=required", $"Http:SignatureKeys={_keys}");
        _page = await SignedPage.StartAsync(_service.Address, AccessKeyId, SecretAccessKey);
    }

    public async Task DisposeAsync()
    {
        await _page.DisposeAsync();
        await _service.DisposeAsync();
        File.Delete(_keys);
    }
}
