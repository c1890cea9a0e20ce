using System.Text.Json;
using System.Text.Json.Serialization;

namespace RoomTypes.Pricing;

/// <summary>List prices of a region, as a file of prices/ has them.</summary>
public sealed class PriceList
{
    private readonly IReadOnlyDictionary<string, Price> _prices;

    /// <summary>A list.</summary>
    /// <param name="region">The region that they are of.</param>
    /// <param name="prices">By name.</param>
    public PriceList(string region, IReadOnlyDictionary<string, Price> prices) =>
        (Region, _prices) = (region, prices.ToDictionary(pair => pair.Key, pair => pair.Value with { Key = pair.Key }));

    /// <summary>The region.</summary>
    public string Region { get; }

    /// <summary>The dates of the prices, from the first to the last.</summary>
    public string Dates => _prices.Values.Min(price => price.Date) is var first && _prices.Values.Max(price => price.Date) is var last && first == last ? $"{first}" : $"{first} to {last}";

    /// <summary>All, by name.</summary>
    public IReadOnlyDictionary<string, Price> Prices => _prices;

    /// <summary>One.</summary>
    /// <exception cref="PriceException">The region has none of that name.</exception>
    public Price this[string key] => _prices.TryGetValue(key, out var price)
        ? price
        : throw new PriceException($"The prices of {Region} have no '{key}'; they have {string.Join(", ", _prices.Keys.Order(StringComparer.Ordinal))}.");

    /// <summary>The regions that a folder has prices of.</summary>
    public static IReadOnlyList<string> Regions(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*-*-*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!]
        : [];

    /// <summary>Those of a region.</summary>
    /// <exception cref="PriceException">There are none.</exception>
    public static PriceList Of(string region, string folder) => Regions(folder).Contains(region)
        ? Read(Path.Combine(folder, $"{region}.json"))
        : throw new PriceException($"There are no prices of '{region}' in {folder}; there are of {string.Join(", ", Regions(folder))}. ./run cost prices {region} makes them from AWS's price list.");

    /// <summary>Reads a file.</summary>
    /// <exception cref="PriceException">It cannot be read, or a price in it is none.</exception>
    public static PriceList Read(string file)
    {
        try
        {
            var document = JsonSerializer.Deserialize(File.ReadAllBytes(file), PriceJson.Default.PriceDocument) ?? throw new JsonException("it holds null.");
            foreach (var (key, price) in document.Prices) Check(key, price);
            return new PriceList(document.Region, document.Prices);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new PriceException($"The prices {file} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(new PriceDocument(Region, _prices.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary()), PriceJson.Default.PriceDocument);

    private static void Check(string key, Price price)
    {
        var all = (price.Tiers ?? []).Select(tier => tier.Usd).Append(price.Usd).Append(price.Free);
        if (all.Any(usd => !(usd >= 0 && double.IsFinite(usd)))) throw new JsonException($"'{key}' has a price that is no number from 0 on.");
        if (!DateOnly.TryParseExact(price.Date, "yyyy-MM-dd", out _)) throw new JsonException($"'{key}' has the date '{price.Date}'; allowed is YYYY-MM-DD.");
        if (!IsAddress(price.Source)) throw new JsonException($"'{key}' has the source '{price.Source}'; allowed is an https:// address.");
        if (price.ComparedWith is { } other && !IsAddress(other)) throw new JsonException($"'{key}' was compared with '{other}'; allowed is an https:// address.");
    }

    private static bool IsAddress(string text) => text.StartsWith("https://", StringComparison.Ordinal);
}

/// <summary>A file of prices.</summary>
internal sealed record PriceDocument(string Region, Dictionary<string, Price> Prices);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(PriceDocument))]
[JsonSerializable(typeof(Dictionary<string, Measurement>))]
internal sealed partial class PriceJson : JsonSerializerContext;
