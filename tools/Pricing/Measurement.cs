using System.Text.Json;

namespace RoomTypes.Pricing;

/// <summary>What <c>./run size</c> measured on a processor, kept in prices/measured/.</summary>
/// <param name="Machine">The processor's name.</param>
/// <param name="Date">When: YYYY-MM-DD.</param>
/// <param name="Command">How.</param>
/// <param name="Points">The service by CPU.</param>
public sealed record Measurement(string Machine, string Date, string Command, IReadOnlyList<Point> Points)
{
    /// <summary>What it makes of every CPU.</summary>
    public Curve Curve() => new(Points);

    /// <summary>Reads a file of measurements, by processor: x64, arm64.</summary>
    /// <exception cref="PriceException">It cannot be read, or one has no points of rising CPU.</exception>
    public static IReadOnlyDictionary<string, Measurement> Read(string file)
    {
        try
        {
            var all = JsonSerializer.Deserialize(File.ReadAllBytes(file), PriceJson.Default.DictionaryStringMeasurement) ?? throw new JsonException("it holds null.");
            if (all.Count == 0 || all.Any(pair => pair.Value.Points.Count == 0 || !pair.Value.Points.Zip(pair.Value.Points.Skip(1)).All(two => two.First.Vcpus < two.Second.Vcpus)))
                throw new JsonException("every processor needs points of rising \"vcpus\", as ./run size --json tells them.");
            return all;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new PriceException($"The measurements {file} cannot be read: {exception.Message}", exception);
        }
    }
}
