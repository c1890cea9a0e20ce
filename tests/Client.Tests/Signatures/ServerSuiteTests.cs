using RoomTypes.Tests.Signing;

namespace RoomTypes.Tests.Signatures;

/// <summary>The verifier against AWS's suite: it takes every signed request of it, and none whose signature is another case's.</summary>
public class ServerSuiteTests
{
    public static TheoryData<string> Names => Suite.Names;

    public static TheoryData<string> BotocoreNames => BotocoreSuite.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Verify_ASignedRequestOfTheSuite_IsTakenOnceAndNoOther(string name)
    {
        var one = Suite.Cases[name];
        foreach (var signed in new[] { one.Header.Request, one.Query.Request })
        {
            // Where the token is added after the signing, as AWS IoT wants it, it is no part of what is verified.
            var request = one.OmitsToken ? WithoutToken(signed) : signed;
            using var verification = new Verification(one.OmitsToken ? one.Credentials with { SessionToken = null } : one.Credentials, Suite.Time, Suite.Region, Suite.Service);
            Assert.Null(await verification.RefusalAsync(request));
            Assert.Equal("request_replayed", await verification.RefusalAsync(request));
            Assert.Equal("invalid_signature", await verification.RefusalAsync(request with { Method = "PATCH", Body = "" }));
            verification.Clock.Now = Suite.Time.AddSeconds(3601);
            Assert.Equal("signature_expired", await verification.RefusalAsync(request));
        }
    }

    /// <summary>The suite of 2011 tells its time by the header Date alone.</summary>
    [Theory]
    [MemberData(nameof(BotocoreNames))]
    public async Task Verify_ASignedRequestOfBotocores_IsTakenOnceAndNoOther(string name)
    {
        var one = BotocoreSuite.Cases[name];
        using var verification = new Verification(BotocoreCase.Credentials with { SessionToken = one.Token }, one.SignedAt, Suite.Region, one.Service);
        Assert.Null(await verification.RefusalAsync(one.Signed));
        Assert.Equal("request_replayed", await verification.RefusalAsync(one.Signed));
        Assert.Equal("invalid_signature", await verification.RefusalAsync(one.Signed with { Path = one.Signed.Path + "x" }));
        verification.Clock.Now = one.SignedAt.AddSeconds(301);
        Assert.Equal("signature_expired", await verification.RefusalAsync(one.Signed));
    }

    private static RawMessage WithoutToken(RawMessage message) => message with
    {
        Headers = [.. message.Headers.Where(header => !header.Name.Equals("X-Amz-Security-Token", StringComparison.OrdinalIgnoreCase))],
        Query = string.Join('&', message.Query.Split('&').Where(pair => !pair.StartsWith("X-Amz-Security-Token", StringComparison.Ordinal))),
    };
}
