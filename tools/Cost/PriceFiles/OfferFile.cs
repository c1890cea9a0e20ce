using System.Globalization;
using System.Text.Json;
using RoomTypes.Pricing;

namespace RoomTypes.Cost.PriceFiles;

/// <summary>
/// A regional file of AWS's price list: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
/// </summary>
/// <param name="root">The file.</param>
public sealed class OfferFile(JsonElement root)
{
    /// <summary>Where AWS publishes it.</summary>
    public const string Published = "https://pricing.us-east-1.amazonaws.com";

    /// <summary>When it was published: YYYY-MM-DD.</summary>
    public string Date => root.GetProperty("publicationDate").GetString()![..10];

    /// <summary>The on-demand price of a product.</summary>
    /// <param name="offered">Which.</param>
    /// <returns>USD for one of our units, with tiers; null where the file has no such product with a price.</returns>
    /// <exception cref="PriceException">Several products of it differ in price.</exception>
    public (double Usd, IReadOnlyList<Tier> Tiers)? Find(OfferedAs offered)
    {
        var found = root.GetProperty("products").EnumerateObject().Where(product => IsMeant(product.Value, offered)).Select(product => Terms(product.Name)).OfType<List<Tier>>().ToList();
        if (found.Count == 0) return null;
        if (found.Skip(1).Any(other => !other.SequenceEqual(found[0])))
            throw new PriceException($"AWS's price list of {offered.Code} has {found.Count} prices of {offered.UsageType}: say which by \"operation\".");
        var tiers = found[0].Select(tier => tier with { Usd = tier.Usd / offered.Holds }).ToList();
        return (tiers[0].Usd, [.. tiers.Skip(1)]);
    }

    // A usage type begins with its region, except in the oldest one.
    private static bool IsMeant(JsonElement product, OfferedAs offered)
    {
        var attributes = product.GetProperty("attributes");
        var usage = Text(attributes, "usagetype");
        return (usage == offered.UsageType || (usage.EndsWith("-" + offered.UsageType, StringComparison.Ordinal) && IsRegion(usage[..^(offered.UsageType.Length + 1)])))
            && (offered.Operation is null || Text(attributes, "operation") == offered.Operation);
    }

    private static bool IsRegion(string text) => text.Length is >= 2 and <= 5 && text.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter));

    private List<Tier>? Terms(string sku)
    {
        if (!root.GetProperty("terms").TryGetProperty("OnDemand", out var all) || !all.TryGetProperty(sku, out var terms)) return null;
        // The free tier's part, at no price, is not of the list price.
        var tiers = terms.EnumerateObject().SelectMany(term => term.Value.GetProperty("priceDimensions").EnumerateObject()).Select(dimension => dimension.Value)
            .Select(dimension => new Tier(Number(Text(dimension, "beginRange")), Number(Text(dimension.GetProperty("pricePerUnit"), "USD"))))
            .Where(tier => tier.Usd > 0).OrderBy(tier => tier.From).ToList();
        return tiers.Count == 0 ? null : tiers;
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";

    private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
