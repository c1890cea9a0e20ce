using Cost.Tests.Support;
using RoomTypes.Cost.PriceFiles;
using RoomTypes.Pricing;

namespace Cost.Tests.PriceFiles;

/// <summary>AWS's price list: an excerpt of its shape, shortened, with names and numbers of the documentation's kind.</summary>
public sealed class RenewalTests : IDisposable
{
    private const string Source = "https://aws.amazon.com/lambda/pricing/";
    private readonly string _offers = Path.Combine(AppContext.BaseDirectory, "offers");
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public async Task Renew_OfAnotherRegion_TakesPricesTiersAndDateFromTheList()
    {
        var renewed = await RenewAsync(_offers, Given.Prices, "eu-central-1");

        Assert.Equal("eu-central-1", renewed.List.Region);
        Assert.Equal(["lambda/gb-second/arm64", "lambda/gb-second/x64", "lambda/request"], renewed.List.Prices.Keys.Order());
        var second = renewed.List["lambda/gb-second/x64"];
        Assert.Equal((0.0000166667, "2026-11-20", false, 400_000.0), (second.Usd, second.Date, second.Unchecked, second.Free));
        Assert.Equal(new Tier(6e9, 0.000015), Assert.Single(second.Tiers!));
        Assert.Equal(Given.Prices.Prices.Count - 3, renewed.Left.Count);
        Assert.Contains(renewed.Left, left => left.Key == "apigateway/rest-request" && left.Why.Contains("https://", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Renew_OfTheSameRegion_KeepsWhatTheListDoesNotTell()
    {
        var known = new PriceList("eu-central-1", new Dictionary<string, Price>
        {
            ["lambda/request"] = new("request", 3e-7, "2020-01-01", Source) { Unchecked = true, Offer = new("AWSLambda", "Request") },
            ["lambda/gb-second/arm64"] = new("GB-second", 0.0000133334, "2020-01-01", Source) { Offer = new("AWSLambda", "Lambda-GB-Second-ARM") },
            ["appconfig/request"] = new("request", 2e-7, "2020-01-01", Source),
        });

        var renewed = await RenewAsync(_offers, known, "eu-central-1");

        Assert.Equal(("lambda/request", 3e-7, 2e-7), Assert.Single(renewed.Changes));
        Assert.Equal((1, 1, "2020-01-01"), (renewed.Same, renewed.Left.Count, renewed.List["appconfig/request"].Date));
    }

    [Fact]
    public async Task Renew_AnInstance_IsSharedAmongItsVcpus()
    {
        var known = new PriceList("eu-central-1", new Dictionary<string, Price> { ["half"] = new("half", 1, "2020-01-01", Source) { Offer = new("AWSLambda", "Request") { Holds = 2 } } });

        Assert.Equal(1e-7, (await RenewAsync(_offers, known, "eu-central-1")).List["half"].Usd, 15);
    }

    [Fact]
    public async Task Renew_WhatIsWritten_ReadsAsItWas()
    {
        var renewed = await RenewAsync(_offers, Given.Prices, "eu-central-1");
        await File.WriteAllTextAsync(Path.Combine(_folder, "eu-central-1.json"), renewed.List.ToJson());

        var read = PriceList.Of("eu-central-1", _folder);
        Assert.Equal(renewed.List.ToJson(), read.ToJson());
        Assert.Equal(7e9 * 0.0000166667 - (1e9 * 0.0000016667), read["lambda/gb-second/x64"].Cost(7e9), 3);
    }

    [Fact]
    public async Task Renew_FromNowhere_SaysWhatToDo() =>
        Assert.Contains("--offers FOLDER", (await Assert.ThrowsAsync<PriceException>(() => RenewAsync(Path.Combine(_folder, "none"), Given.Prices, "eu-central-1"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Renew_FromWhatIsNoList_SaysSo()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "AWSLambda.json"), "<html>");
        Assert.Contains("AWSLambda cannot be read", (await Assert.ThrowsAsync<PriceException>(() => RenewAsync(_folder, Given.Prices, "eu-central-1"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prices_OfARegionWithoutAFile_NameThoseThatThereAre() =>
        Assert.Contains("'eu-west-3'", Assert.Throws<PriceException>(() => PriceList.Of("eu-west-3", Path.Combine(AppContext.BaseDirectory, "prices"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"region":"r","prices":{"a":{"unit":"u","usd":-1,"date":"2026-01-01","source":"https://a"}}}""")]
    [InlineData("""{"region":"r","prices":{"a":{"unit":"u","usd":1,"date":"lately","source":"https://a"}}}""")]
    [InlineData("""{"region":"r","prices":{"a":{"unit":"u","usd":1,"date":"2026-01-01","source":"somebody"}}}""")]
    [InlineData("""{"region":"r","prices":{"a":{"unit":"u","usd":1,"date":"2026-01-01"}}}""")]
    public void Read_WhatIsNoPriceList_NamesTheFile(string text)
    {
        var file = Path.Combine(_folder, "prices.json");
        File.WriteAllText(file, text);
        Assert.Contains(file, Assert.Throws<PriceException>(() => PriceList.Read(file)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<Renewed> RenewAsync(string offers, PriceList known, string region)
    {
        using var client = new HttpClient();
        return await new Renewal(new OfferSource(client, offers)).RenewAsync(known, region, CancellationToken.None);
    }
}
