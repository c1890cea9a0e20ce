using System.Text.Json.Serialization;

namespace RoomTypes.Pricing;

/// <summary>A list price in USD, on demand, before taxes and discounts.</summary>
/// <param name="Unit">What one of it is, such as GB-month.</param>
/// <param name="Usd">For one.</param>
/// <param name="Date">When it was looked up, or when what it was compared with was published: YYYY-MM-DD.</param>
/// <param name="Source">The page that has it.</param>
public sealed record Price(string Unit, double Usd, string Date, string Source)
{
    /// <summary>What it is called in the file, such as lambda/request.</summary>
    [JsonIgnore]
    public string Key { get; init; } = "";

    /// <summary>Prices from a quantity of a month on, rising; those before cost <see cref="Usd"/>.</summary>
    public IReadOnlyList<Tier>? Tiers { get; init; }

    /// <summary>How many a month an account has for nothing, without an end.</summary>
    public double Free { get; init; }

    /// <summary>Whether nobody has compared it with its source yet.</summary>
    public bool Unchecked { get; init; }

    /// <summary>Where AWS tells it a second time, with which it was compared: a document, or a copy of its price list; null for the price list or the page itself.</summary>
    public string? ComparedWith { get; init; }

    /// <summary>Where AWS's price list has it; null for what only the page tells.</summary>
    public OfferedAs? Offer { get; init; }

    /// <summary>USD for so many in a month, the free ones not taken off.</summary>
    public double Cost(double quantity)
    {
        var (cost, from, usd) = (0.0, 0.0, Usd);
        foreach (var tier in (Tiers ?? []).TakeWhile(tier => tier.From < quantity))
        {
            cost += (tier.From - from) * usd;
            (from, usd) = (tier.From, tier.Usd);
        }

        return cost + ((quantity - from) * usd);
    }
}

/// <summary>The price from a quantity of a month on.</summary>
/// <param name="From">The quantity.</param>
/// <param name="Usd">For each above it.</param>
public sealed record Tier(double From, double Usd);

/// <summary>A product of AWS's price list.</summary>
/// <param name="Code">Its offer code, such as AWSLambda.</param>
/// <param name="UsageType">Its usage type without the region before it.</param>
public sealed record OfferedAs(string Code, string UsageType)
{
    /// <summary>Its operation, where the usage type alone is of several; null for any.</summary>
    public string? Operation { get; init; }

    /// <summary>How many of our unit one of the list's is: an instance of two vCPUs has 2.</summary>
    // Not init: what a file leaves out would be 0 then.
    public double Holds { get; set; } = 1;
}
