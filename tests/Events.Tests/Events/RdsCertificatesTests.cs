using System.Security.Cryptography.X509Certificates;

namespace RoomTypes.Tests.Events;

/// <summary>The certificates that the image brings for databases of RDS.</summary>
public sealed class RdsCertificatesTests
{
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "certificates", "rds.pem");

    private static readonly X509Certificate2Collection All = Load();

    [Fact]
    public void Bundle_Everything_IsARootOfRdsForYearsToCome()
    {
        Assert.All(All, certificate =>
        {
            Assert.Matches("CN=Amazon RDS [a-z0-9-]+ Root CA (RSA2048|RSA4096|ECC384) G1", certificate.Subject);
            Assert.Equal(certificate.Subject, certificate.Issuer);
            Assert.True(certificate.NotAfter > DateTime.UtcNow.AddYears(10), certificate.Subject);
            using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { certificate } } };
            Assert.True(chain.Build(certificate), certificate.Subject);
        });
    }

    [Theory]
    [InlineData("eu-central-1")]
    [InlineData("us-east-1")]
    [InlineData("ap-southeast-2")]
    public void Bundle_OfARegion_HasEachKindOfKey(string region) =>
        Assert.Equal(["ECC384", "RSA2048", "RSA4096"], All.Select(certificate => certificate.Subject).Where(subject => subject.Contains($" {region} Root ", StringComparison.Ordinal)).Select(subject => subject.Split(" Root CA ")[1].Split(' ')[0]).Order(StringComparer.Ordinal));

    private static X509Certificate2Collection Load()
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(File);
        return certificates;
    }
}
