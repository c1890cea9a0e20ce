using System.Security.Cryptography;
using System.Text;

namespace Pulumi.Engine.Answers;

/// <summary>Made-up identifiers that are the same for the same text.</summary>
internal sealed class Seed(string text)
{
    private readonly string _hex = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>At most 64 hexadecimal digits.</summary>
    public string Hex(int length) => _hex[..length];

    /// <summary>At most 64 lower-case letters and digits, the first a letter.</summary>
    public string Letters(int length) => string.Concat(_hex[..length].Select(c => (char)(char.IsDigit(c) ? c - '0' + 'k' : c)));

    /// <summary>A UUID.</summary>
    public string Uuid() => new Guid(Convert.FromHexString(_hex[..32])).ToString();
}
