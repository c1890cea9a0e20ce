using System.Security.Cryptography;
using System.Text;

namespace RoomTypes.Signing;

/// <summary>A key for one day, region and service, made from a secret; the scope that a signature names.</summary>
public sealed class SigV4Key
{
    private readonly Hmac _key;

    /// <summary>Derives it.</summary>
    /// <param name="secretAccessKey">The secret.</param>
    /// <param name="date">The day, yyyyMMdd, of UTC.</param>
    /// <param name="region">The AWS region.</param>
    /// <param name="service">The service that requests are for, for example execute-api.</param>
    public SigV4Key(string secretAccessKey, string date, string region, string service)
    {
        (Date, Region, Service) = (date, region, service);
        var secret = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey);
        _key = new(Derive(Derive(Derive(Derive(secret, date), region), service), SigV4.ScopeEnd));
        CryptographicOperations.ZeroMemory(secret);
    }

    /// <summary>The day, yyyyMMdd.</summary>
    public string Date { get; }

    /// <summary>The region.</summary>
    public string Region { get; }

    /// <summary>The service.</summary>
    public string Service { get; }

    /// <summary>Signs a text that begins behind <see cref="Hmac.Block"/> bytes.</summary>
    internal void Sign(scoped Span<byte> text, scoped Span<byte> signature) => _key.Hash(text, signature);

    private static byte[] Derive(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
