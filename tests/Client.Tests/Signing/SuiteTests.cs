using RoomTypes.Signing;

namespace RoomTypes.Tests.Signing;

/// <summary>The signer against AWS's suite; ServerSuiteTests has the other direction.</summary>
public class SuiteTests
{
    public static TheoryData<string> Names => Suite.Names;

    public static TheoryData<string> BotocoreNames => BotocoreSuite.Names;

    [Fact]
    public void Cases_OfTheSuites_AreAll() => Assert.Equal((38, 55), (Suite.Cases.Count, BotocoreSuite.Cases.Count));

    [Theory]
    [MemberData(nameof(Names))]
    public void Authorize_ACaseOfTheSuite_AgreesWithAws(string name)
    {
        var one = Suite.Cases[name];
        var request = new SigV4Request { Method = one.Request.Method, Path = one.Request.Path, Query = one.Request.Query, Headers = one.HeadersToSign, PayloadHash = one.Request.BodyHash, KeepsPath = !one.Normalizes };
        Assert.Equal(one.Header.Canonical, SigV4.CanonicalRequest(request));
        var authorization = new SigV4Signer(one.Credentials, Suite.Region, Suite.Service).Authorize(request, Suite.Time);
        Assert.Equal(one.Header.Request.Headers.Single(header => header.Name == "Authorization").Value, authorization);
        Assert.EndsWith($"Signature={one.Header.Signature}", authorization, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BotocoreNames))]
    public void Authorize_ACaseOfBotocores_AgreesWithAws(string name)
    {
        var one = BotocoreSuite.Cases[name];
        var request = new SigV4Request { Method = one.Request.Method, Path = one.Request.Path, Query = one.Request.Query, Headers = one.HeadersToSign, PayloadHash = one.Request.BodyHash };
        Assert.Equal(one.Authorization, new SigV4Signer(BotocoreCase.Credentials, Suite.Region, one.Service).Authorize(request, one.SignedAt));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sign_ACaseOfTheSuiteAsQuery_AgreesWithAws(string name)
    {
        var one = Suite.Cases[name];
        var names = string.Join(';', one.Request.Headers.Select(header => header.Name.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal));
        var request = new SigV4Request { Method = one.Request.Method, Path = one.Request.Path, Query = one.QueryToSign(names), Headers = one.Request.Headers.ToArray(), PayloadHash = one.Request.BodyHash, KeepsPath = !one.Normalizes };
        Assert.Equal(one.Query.Canonical, SigV4.CanonicalRequest(request));
        var signature = new char[SigV4.SignatureLength];
        SigV4.Sign(request, new(one.Credentials.SecretAccessKey, "20150830", Suite.Region, Suite.Service), SigV4.Time(Suite.Time), signature);
        Assert.Equal(one.Query.Signature, new(signature));
    }

    [Fact]
    public void Presign_ARequestOfTheSuite_AgreesWithAws()
    {
        var one = Suite.Cases["get-vanilla-with-session-token"];
        var presigned = new SigV4Signer(one.Credentials, Suite.Region, Suite.Service).Presign("GET", new("https://example.amazonaws.com/"), TimeSpan.FromSeconds(Suite.Expires), Suite.Time);
        Assert.Contains($"X-Amz-Signature={one.Query.Signature}", presigned.Query, StringComparison.Ordinal);
    }

    [Fact]
    public void TryAuthorize_OnceTheKeyIsThere_AllocatesNothing()
    {
        var signer = new SigV4Signer(new("AKIDEXAMPLE", "secret", "token"), "eu-west-1", "execute-api");
        SigV4Header[] headers = [new("host", "abc123.execute-api.eu-west-1.amazonaws.com"), new("content-type", "image/jpeg"), new("x-amz-date", SigV4.Time(Suite.Time)), new("x-amz-security-token", "token")];
        var authorization = new char[1024];
        Sign();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Sign();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Sign() => Assert.True(signer.TryAuthorize(
            new() { Method = "POST", Path = "/prod/v1/recognize", Query = "entity_id=robot-1&room_id=r&top_k=3", Headers = headers, PayloadHash = SigV4.EmptyPayloadHash }, Suite.Time, authorization, out _));
    }
}
