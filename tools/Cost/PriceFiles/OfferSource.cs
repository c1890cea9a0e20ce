using System.Text.Json;
using RoomTypes.Pricing;

namespace RoomTypes.Cost.PriceFiles;

/// <summary>Files of AWS's price list, each read once.</summary>
/// <param name="client">Downloads them.</param>
/// <param name="place">An address, or a folder that has CODE.json for each offer code.</param>
internal sealed class OfferSource(HttpClient client, string place)
{
    /// <summary>That of an offer in a region; null where there is none.</summary>
    /// <exception cref="PriceException">It cannot be read.</exception>
    public async Task<OfferFile?> ReadAsync(string code, string region, CancellationToken cancellation)
    {
        try
        {
            await using var stream = await OpenAsync(code, region, cancellation);
            return stream is null ? null : new OfferFile((await JsonDocument.ParseAsync(stream, default, cancellation)).RootElement);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or HttpRequestException or JsonException)
        {
            throw new PriceException($"AWS's price list of {code} cannot be read from {place}: {exception.Message} Its files can be downloaded elsewhere, too, as CODE.json into a folder: --offers FOLDER.", exception);
        }
    }

    private async Task<Stream?> OpenAsync(string code, string region, CancellationToken cancellation)
    {
        if (place.StartsWith("https://", StringComparison.Ordinal) || place.StartsWith("http://", StringComparison.Ordinal))
            return await client.GetStreamAsync($"{place.TrimEnd('/')}/offers/v1.0/aws/{code}/current/{region}/index.json", cancellation);
        var file = Path.Combine(place, $"{code}.json");
        if (!Directory.Exists(place)) throw new DirectoryNotFoundException("there is no such folder.");
        return File.Exists(file) ? File.OpenRead(file) : null;
    }
}
