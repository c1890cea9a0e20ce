using System.Globalization;

namespace RoomTypes.Data.Splitting;

/// <summary>What part of the pictures each split gets.</summary>
/// <param name="Parts">Names and shares; the shares sum to 1.</param>
public sealed record Shares(IReadOnlyList<(string Split, double Share)> Parts)
{
    private const string Form = "names with shares that sum to 1, for example train=0.8,validation=0.1,test=0.1";

    /// <summary>Reads train=0.8,test=0.2.</summary>
    /// <exception cref="DataException">It is something else.</exception>
    public static Shares Parse(string text)
    {
        var parts = text.Split(',').Select(part => part.Split('=')).ToList();
        if (parts.Any(part => part.Length != 2 || part[0].Trim().Length == 0) || parts.Select(part => part[0].Trim()).Distinct().Count() != parts.Count) throw Wrong(text);
        var shares = parts.ConvertAll(part => (part[0].Trim(), double.TryParse(part[1], CultureInfo.InvariantCulture, out var share) && share > 0 ? share : throw Wrong(text)));
        return Math.Abs(shares.Sum(part => part.Item2) - 1) < 1e-9 ? new(shares) : throw Wrong(text);
    }

    private static DataException Wrong(string text) => new($"The shares are '{text}'; allowed are {Form}.");
}
