using System.Diagnostics.CodeAnalysis;

namespace RoomTypes.Models.Mlflow;

/// <summary>
/// A registered model of an MLflow server, written mlflow:http://host:port/name: what its aliases name. With /name@alias or /name/version
/// that version alone.
/// </summary>
/// <param name="Server">The server, with the prefix that it has its routes below, without a slash at the end.</param>
/// <param name="Name">The model's name.</param>
/// <param name="Alias">The alias that names the version, if one does.</param>
/// <param name="Version">MLflow's number of the version, if it is named by that.</param>
public sealed record MlflowAddress(Uri Server, string Name, string? Alias, string? Version)
{
    /// <summary>What such addresses begin with.</summary>
    public const string Scheme = "mlflow:";

    /// <summary>Reads one.</summary>
    /// <param name="text">The address.</param>
    /// <param name="address">What it names; null where it is none.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MlflowAddress? address)
    {
        address = null;
        if (text is null || !text.StartsWith(Scheme, StringComparison.Ordinal)) return false;
        if (!Uri.TryCreate(text[Scheme.Length..], UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return false;
        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0) return false;
        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (parts.Count == 0 || parts.Exists(part => part.Contains('%'))) return false;
        string? version = null;
        if (parts.Count > 1 && parts[^1].All(char.IsAsciiDigit))
        {
            version = parts[^1];
            parts.RemoveAt(parts.Count - 1);
        }

        var (name, alias) = parts[^1].Split('@') switch { [var one] => (one, null), [var one, var other] => (one, other), _ => ("", (string?)null) };
        if (!ModelReference.IsWord(name, ModelReference.LongestName) || name.All(char.IsAsciiDigit) || (alias is not null && (version is not null || !IsAlias(alias)))) return false;
        parts.RemoveAt(parts.Count - 1);
        address = new(new Uri($"{uri.GetLeftPart(UriPartial.Authority)}{string.Concat(parts.Select(part => $"/{part}"))}"), name, alias, version);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}{Server.AbsoluteUri.TrimEnd('/')}/{Name}{(Alias is null ? "" : $"@{Alias}")}{(Version is null ? "" : $"/{Version}")}";

    // MLflow's own are less strict than this registry's.
    private static bool IsAlias(string text) => text.Length is > 0 and <= 255 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
