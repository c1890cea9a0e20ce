using RoomTypes.Pricing;

namespace RoomTypes.Cost.PriceFiles;

/// <summary>What a renewal has come to.</summary>
/// <param name="List">The new list.</param>
/// <param name="Changes">Prices that are others now, before and after.</param>
/// <param name="Same">How many are as they were.</param>
/// <param name="Left">Prices that the list does not tell, and why: as they were, or, of a new region, left out.</param>
internal sealed record Renewed(PriceList List, IReadOnlyList<(string Key, double Before, double After)> Changes, int Same, IReadOnlyList<(string Key, string Why)> Left);

/// <summary>Renews prices from AWS's price list.</summary>
/// <param name="source">The list.</param>
internal sealed class Renewal(OfferSource source)
{
    /// <summary>Renews a list, or makes one of another region by its names.</summary>
    /// <param name="known">The list, whose prices say where AWS's list has them.</param>
    /// <param name="region">The region.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PriceException">A file cannot be read, or is not clear.</exception>
    public async Task<Renewed> RenewAsync(PriceList known, string region, CancellationToken cancellation)
    {
        var (prices, changes, left, same) = (new Dictionary<string, Price>(), new List<(string, double, double)>(), new List<(string, string)>(), 0);
        foreach (var offer in known.Prices.Values.GroupBy(price => price.Offer?.Code))
        {
            var file = offer.Key is null ? null : await source.ReadAsync(offer.Key, region, cancellation);
            foreach (var price in offer)
            {
                if (file?.Find(price.Offer!) is { } found)
                {
                    prices[price.Key] = price with { Usd = found.Usd, Tiers = found.Tiers.Count == 0 ? null : found.Tiers, Date = file.Date, Unchecked = false, ComparedWith = null };
                    if (price.Usd.Equals(found.Usd)) same++;
                    else changes.Add((price.Key, price.Usd, found.Usd));
                    continue;
                }

                if (known.Region == region) prices[price.Key] = price;
                left.Add((price.Key, price.Offer is null ? $"AWS's price list does not have it; see {price.Source}" : $"AWS's price list of {price.Offer.Code} has no {price.Offer.UsageType}; see {price.Source}"));
            }
        }

        return new(new PriceList(region, prices), changes, same, left);
    }
}
