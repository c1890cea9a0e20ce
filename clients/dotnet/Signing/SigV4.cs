using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

[module: SkipLocalsInit]

namespace RoomTypes.Signing;

/// <summary>The names of AWS Signature Version 4, and the signature itself.</summary>
public static class SigV4
{
    /// <summary>The algorithm.</summary>
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Stands where the body's hash does if the body is not signed.</summary>
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <summary>The hash of no body.</summary>
    public const string EmptyPayloadHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>Tells when a request was signed.</summary>
    public const string DateHeader = "x-amz-date";

    /// <summary>Holds the token of temporary credentials.</summary>
    public const string TokenHeader = "x-amz-security-token";

    /// <summary>Tells the body's hash, or that it is not signed.</summary>
    public const string PayloadHeader = "x-amz-content-sha256";

    /// <summary>How many characters a signature has.</summary>
    public const int SignatureLength = 64;

    internal const string ScopeEnd = "aws4_request";

    /// <summary>How many characters a time has.</summary>
    public const int TimeLength = 16;

    /// <summary>The form of a time: 20260131T235959Z.</summary>
    public const string TimeForm = "yyyyMMdd'T'HHmmss'Z'";

    private const int FirstGuess = 2048;

    /// <summary>A time as it is signed.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);

    /// <summary>Writes the signature of a request, <see cref="SignatureLength"/> characters of lower-case hex. Nothing is allocated.</summary>
    /// <param name="request">What is signed.</param>
    /// <param name="key">With what.</param>
    /// <param name="time">When, in <see cref="TimeForm"/>: on the key's day.</param>
    /// <param name="signature">Where to.</param>
    public static void Sign(in SigV4Request request, SigV4Key key, scoped ReadOnlySpan<char> time, scoped Span<char> signature) => Sign(request, key, time, signature, default);

    /// <summary>The same, and the names of the headers; returns how many characters those have.</summary>
    internal static int Sign(in SigV4Request request, SigV4Key key, scoped ReadOnlySpan<char> time, scoped Span<char> signature, scoped Span<char> signedHeaders)
    {
        var writer = new Utf8Writer(FirstGuess);
        try
        {
            WriteCanonical(ref writer, request, out var names, out var namesEnd);
            var count = signedHeaders.IsEmpty ? 0 : Encoding.UTF8.GetChars(writer.Written[names..namesEnd], signedHeaders);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            Hashing.Sha256(writer.Written, hash);
            writer.Truncate(Hmac.Block);
            WriteStringToSign(ref writer, key, time, hash);
            key.Sign(writer.Bytes.AsSpan(0, writer.Length), hash);
            Convert.TryToHexStringLower(hash, signature, out _);
            return count;
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The text whose hash is signed, for tests and for people who look for why a signature is refused.</summary>
    public static string CanonicalRequest(in SigV4Request request)
    {
        var writer = new Utf8Writer(FirstGuess);
        try
        {
            WriteCanonical(ref writer, request, out _, out _);
            return Encoding.UTF8.GetString(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static void WriteCanonical(ref Utf8Writer writer, in SigV4Request request, out int names, out int namesEnd)
    {
        writer.Add(request.Method);
        writer.Add((byte)'\n');
        CanonicalPath.Write(ref writer, request.Path, request.KeepsPath);
        writer.Add((byte)'\n');
        CanonicalQuery.Write(ref writer, request.Query);
        writer.Add((byte)'\n');
        CanonicalHeaders.Write(ref writer, request.Headers, out names);
        namesEnd = writer.Length;
        writer.Add((byte)'\n');
        writer.Add(request.PayloadHash);
    }

    private static void WriteStringToSign(ref Utf8Writer writer, SigV4Key key, scoped ReadOnlySpan<char> time, scoped ReadOnlySpan<byte> hash)
    {
        Span<char> hex = stackalloc char[SignatureLength];
        Convert.TryToHexStringLower(hash, hex, out _);
        writer.Add("AWS4-HMAC-SHA256\n"u8);
        writer.Add(time);
        writer.Add((byte)'\n');
        writer.Add(key.Date);
        writer.Add((byte)'/');
        writer.Add(key.Region);
        writer.Add((byte)'/');
        writer.Add(key.Service);
        writer.Add("/aws4_request\n"u8);
        writer.Add(hex);
    }
}
