using System.Security.Cryptography;

namespace RoomTypes.Models;

/// <summary>Whether a manifest is the one that was registered, and signed where signatures are asked for.</summary>
/// <param name="publicKeyFile">A PEM file with the key that must have signed; null where nobody must.</param>
public sealed class ManifestTrust(string? publicKeyFile)
{
    private readonly Lazy<ECDsa?> _key = new(() => publicKeyFile is null ? null : ManifestSignature.ReadKey(publicKeyFile, "RoomType:Models:PublicKey"));

    /// <summary>Whether only signed models are taken: what no signature covers, as optimised graphs, is not.</summary>
    public bool IsAsked => publicKeyFile is not null;

    /// <summary>Checks a manifest.</summary>
    /// <param name="model">Its entry in the registry.</param>
    /// <param name="manifest">The file's bytes.</param>
    /// <exception cref="ModelUnavailableException">It is another, or not signed by the key.</exception>
    public void Verify(RegisteredModel model, byte[] manifest)
    {
        if (model.ManifestSha256 is { } digest && !Digest.Compute(manifest).Equals(digest, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelUnavailableException(
                $"The SHA-256 of {model.ManifestFile} is {Digest.Compute(manifest)}; the registry says {digest}. Restore the file, or register the model anew.");
        }

        if (_key.Value is not { } key) return;
        if (model.Signature is not { } signature)
            throw new ModelUnavailableException($"{model.Reference} is not signed, and RoomType:Models:PublicKey asks for it. Sign it: ./run model sign {model.Reference} --key FILE.");
        if (!ManifestSignature.IsValid(manifest, signature, key))
            throw new ModelUnavailableException($"The signature of {model.Reference} is not that of RoomType:Models:PublicKey. Sign it by that key: ./run model sign {model.Reference} --key FILE.");
    }
}
