using RoomTypes.Models;

namespace RoomTypes.Tests.Models;

public sealed class ManifestSignatureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _manifest = File.ReadAllBytes(Path.Combine(Samples.ModelsFolder, "room-type/2/manifest.json"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void IsValid_OfTheSameBytesAndKey_AndOfNoOthers()
    {
        var (secret, open) = NewModels.Keys(_folder);
        var signature = ManifestSignature.Sign(_manifest, secret);
        using var key = ManifestSignature.ReadKey(open, "the key");
        using var other = ManifestSignature.ReadKey(NewModels.Keys(_folder, "other").Public, "the key");
        Assert.True(ManifestSignature.IsValid(_manifest, signature, key));
        Assert.False(ManifestSignature.IsValid([.. _manifest, 32], signature, key));
        Assert.False(ManifestSignature.IsValid(_manifest, signature, other));
        Assert.False(ManifestSignature.IsValid(_manifest, "no signature", key));
        Assert.False(ManifestSignature.IsValid(_manifest, "", key));
    }

    /// <summary>Made by OpenSSL 3.0.19: `openssl dgst -sha256 -sign key.pem room-type/2/manifest.json`, whose form is that of AWS KMS.</summary>
    [Fact]
    public void IsValid_OfWhatOpenSslSigned_AsDerOrBase64()
    {
        const string PublicKey = """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+Vw+UqwGsWOgPinpbCLXWtQo9yHR0XqODn5ODmVEphQBuT+2CZq7vA92m471Xgb/cowK2sjecU2wmAqR2x/xOQ==
            -----END PUBLIC KEY-----
            """;
        const string Signature = "MEUCIQCYKn8Cxp+GzcaMtEXvRBeE3j9lpzQw/eYWnuYLagZdywIgWxT9/+blQ6t2umdbNQd8scbSSwHuf6jNmDRK7M+c7xk=";
        var file = Path.Combine(_folder.Path, "public.pem");
        File.WriteAllText(file, PublicKey);
        using var key = ManifestSignature.ReadKey(file, "the key");
        Assert.True(ManifestSignature.IsValid(_manifest, ManifestSignature.Read(Convert.FromBase64String(Signature)), key));
        Assert.True(ManifestSignature.IsValid(_manifest, ManifestSignature.Read(System.Text.Encoding.ASCII.GetBytes(Signature + "\n")), key));
        Assert.Contains("neither DER nor base64", Assert.Throws<ModelUnavailableException>(() => ManifestSignature.Read([1, 2, 3])).Message);
    }

    [Fact]
    public void ReadKey_OfAnotherCurveOrNoKey_SaysWhatIsAllowed()
    {
        using var large = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        var file = Path.Combine(_folder.Path, "large.pem");
        File.WriteAllText(file, large.ExportECPrivateKeyPem());
        Assert.Contains("has 384 bits; allowed is a key of P-256", Assert.Throws<ModelUnavailableException>(() => ManifestSignature.ReadKey(file, "the key")).Message);
        File.WriteAllText(file, "no key");
        Assert.Contains("the key cannot be read from large.pem", Assert.Throws<ModelUnavailableException>(() => ManifestSignature.ReadKey(file, "the key")).Message);
        Assert.Contains("has no private key", Assert.Throws<ModelUnavailableException>(() => ManifestSignature.Sign(_manifest, NewModels.Keys(_folder).Public)).Message);
    }
}
