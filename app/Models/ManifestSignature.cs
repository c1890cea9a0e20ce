using System.Security.Cryptography;

namespace RoomTypes.Models;

/// <summary>
/// Signatures of manifests, which name the model's digest: ECDSA on the curve P-256 over SHA-256, as DER (RFC 3279, 2.2.3). That is what
/// `aws kms sign` answers for ECDSA_SHA_256 and `openssl dgst -sha256 -sign` writes, so that the private key may lie in any of them.
/// </summary>
public static class ManifestSignature
{
    private const int P256 = 256;

    /// <summary>Signs a manifest.</summary>
    /// <param name="manifest">The file's bytes.</param>
    /// <param name="keyFile">A PEM file with a private key of P-256.</param>
    /// <returns>Base64.</returns>
    /// <exception cref="ModelUnavailableException">The file has no such key.</exception>
    public static string Sign(byte[] manifest, string keyFile)
    {
        using var key = ReadKey(keyFile, "the private key");
        try
        {
            return Convert.ToBase64String(key.SignData(manifest, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
        catch (CryptographicException exception)
        {
            throw new ModelUnavailableException($"{keyFile} has no private key. Name a file that `openssl ecparam -name prime256v1 -genkey -noout` wrote.", exception);
        }
    }

    /// <summary>A signature that was made elsewhere, as base64.</summary>
    /// <param name="file">DER, or base64 of it.</param>
    /// <exception cref="ModelUnavailableException">It is neither.</exception>
    public static string Read(byte[] file)
    {
        const byte Sequence = 0x30;
        if (file is [Sequence, ..]) return Convert.ToBase64String(file);
        var text = System.Text.Encoding.ASCII.GetString(file).Trim();
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out _) && bytes is [Sequence, ..]
            ? text
            : throw new ModelUnavailableException("The signature is neither DER nor base64 of it; allowed is what aws kms sign (ECDSA_SHA_256) or openssl dgst -sha256 -sign writes.");
    }

    /// <summary>Whether the signature is the key's for these bytes.</summary>
    /// <param name="manifest">The file's bytes.</param>
    /// <param name="signature">Base64.</param>
    /// <param name="key">The public key.</param>
    public static bool IsValid(byte[] manifest, string signature, ECDsa key)
    {
        var bytes = new byte[signature.Length];
        return Convert.TryFromBase64String(signature, bytes, out var length)
            && key.VerifyData(manifest, bytes.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>Reads a key of P-256, private or public.</summary>
    /// <param name="file">PEM.</param>
    /// <param name="meaning">What it is, for messages.</param>
    /// <exception cref="ModelUnavailableException">The file is missing, or no such key.</exception>
    public static ECDsa ReadKey(string file, string meaning)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            if (key.KeySize == P256) return key;
            throw new ModelUnavailableException($"{meaning} in {Path.GetFileName(file)} has {key.KeySize} bits; allowed is a key of P-256 (prime256v1).");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new ModelUnavailableException($"{meaning} cannot be read from {Path.GetFileName(file)}: {exception.Message}", exception);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
