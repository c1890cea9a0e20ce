using System.Security.Cryptography;
using System.Text;
using RoomTypes.Signing;

namespace RoomTypes.Http.Signatures;

/// <summary>An access key that callers may sign with.</summary>
internal sealed class SignatureKey(SignatureKeyEntry entry)
{
    private readonly byte[]? _token = entry.SessionToken is { } token ? Encoding.UTF8.GetBytes(token) : null;
    private volatile SigV4Key? _day;

    /// <summary>Who has it; the entity of their requests where those are bound to callers.</summary>
    public string Name { get; } = entry.Name ?? entry.AccessKeyId;

    /// <summary>When it ends; null if it does not.</summary>
    public DateTimeOffset? Expires { get; } = entry.Expires;

    /// <summary>Whether the token is the one that belongs to it: none if it has none.</summary>
    public bool HasToken(string? token) => _token is null ? token is null : token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _token);

    /// <summary>The key of a scope; that of the last scope is kept.</summary>
    public SigV4Key For(SignatureClaim claim)
    {
        var day = _day;
        if (day is null || day.Date != claim.Date || day.Region != claim.Region || day.Service != claim.Service) _day = day = new(entry.SecretAccessKey, claim.Date, claim.Region, claim.Service);
        return day;
    }
}
