using RoomTypes.Signing;
using RoomTypes.Tests.Signing;

namespace RoomTypes.Tests.Signatures;

public class VerifierTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly AwsCredentials Credentials = new("AKIDEXAMPLE", "secret");

    [Theory]
    [InlineData(-300, null)]
    [InlineData(-301, "signature_expired")]
    [InlineData(300, null)]
    [InlineData(301, "signature_not_yet_current")]
    public async Task Verify_AnotherTime_IsTakenWithinFiveMinutes(int seconds, string? refusal)
    {
        using var verification = new Verification(Credentials, Now);
        Assert.Equal(refusal, await verification.RefusalAsync(Signed(Credentials, Now.AddSeconds(seconds))));
    }

    [Theory]
    [InlineData("us-east-1", "execute-api", "invalid_signature")]
    [InlineData("eu-west-1", "s3", "invalid_signature")]
    [InlineData("eu-west-1", "execute-api", null)]
    public async Task Verify_AnotherScope_IsRefused(string region, string service, string? refusal)
    {
        using var verification = new Verification(Credentials, Now, "eu-west-1");
        Assert.Equal(refusal, await verification.RefusalAsync(Signed(Credentials, Now, region, service)));
    }

    [Fact]
    public async Task Verify_AKeyThatHasEnded_IsRefused()
    {
        using var verification = new Verification(Credentials, Now, expires: Now);
        Assert.Equal("expired_token", await verification.RefusalAsync(Signed(Credentials, Now)));
    }

    [Theory]
    [InlineData("AKIDOTHER", "secret", "unrecognized_client")]
    [InlineData("AKIDEXAMPLE", "other", "invalid_signature")]
    public async Task Verify_AnotherKey_IsRefused(string id, string secret, string refusal)
    {
        using var verification = new Verification(Credentials, Now);
        Assert.Equal(refusal, await verification.RefusalAsync(Signed(new(id, secret), Now)));
    }

    [Theory]
    [InlineData("a-token", "another", "unrecognized_client")]
    [InlineData("a-token", null, "unrecognized_client")]
    [InlineData(null, "a-token", "unrecognized_client")]
    [InlineData("a-token", "a-token", null)]
    public async Task Verify_AToken_MustBeTheKeys(string? known, string? given, string? refusal)
    {
        using var verification = new Verification(Credentials with { SessionToken = known }, Now);
        Assert.Equal(refusal, await verification.RefusalAsync(Signed(Credentials with { SessionToken = given }, Now)));
    }

    [Fact]
    public async Task Verify_AnUnsignedPayload_IsRefused()
    {
        using var verification = new Verification(Credentials, Now);
        Assert.Equal("invalid_signature", await verification.RefusalAsync(Signed(Credentials, Now, extra: new("x-amz-content-sha256", SigV4.UnsignedPayload), hash: SigV4.UnsignedPayload)));
    }

    [Fact]
    public async Task Verify_AHeaderThatMustBeSigned_IsRefusedUnsigned()
    {
        using var verification = new Verification(Credentials, Now);
        var signed = Signed(Credentials, Now);
        Assert.Equal("invalid_signature", await verification.RefusalAsync(signed with { Headers = [.. signed.Headers, new("x-amz-target", "x")] }));
        Assert.Equal("invalid_signature", await verification.RefusalAsync(signed with { Headers = [.. signed.Headers, new("content-type", "image/png")] }));
        Assert.Null(await verification.RefusalAsync(signed with { Headers = [.. signed.Headers, new("accept", "application/json")] }));
    }

    [Fact]
    public async Task Verify_KeysThatChange_AreReadAgain()
    {
        using var verification = new Verification(Credentials, Now);
        Assert.Null(await verification.RefusalAsync(Signed(Credentials, Now)));
        verification.Write(Credentials with { AccessKeyId = "AKIDTHENEXT" });
        // Noticed ten seconds on by the service's clock, in the background.
        for (var (seconds, refusal) = (11, (string?)""); refusal is not null; seconds++)
        {
            Assert.InRange(seconds, 0, 10_000);
            verification.Clock.Now = Now.AddSeconds(seconds);
            refusal = await verification.RefusalAsync(Signed(Credentials with { AccessKeyId = "AKIDTHENEXT" }, verification.Clock.Now));
            await Task.Yield();
        }
    }

    private static RawMessage Signed(AwsCredentials credentials, DateTimeOffset time, string region = "eu-west-1", string service = "execute-api", SigV4Header? extra = null, string? hash = null)
    {
        List<SigV4Header> headers = [new("host", "localhost"), new("x-amz-date", SigV4.Time(time))];
        if (credentials.SessionToken is { } token) headers.Add(new("x-amz-security-token", token));
        if (extra is { } more) headers.Add(more);
        var message = new RawMessage("POST", "/v1/feedback", "", headers, "{}");
        headers.Add(new("authorization", new SigV4Signer(credentials, region, service).Authorize(
            new() { Method = message.Method, Path = message.Path, Headers = headers.ToArray(), PayloadHash = hash ?? message.BodyHash }, time)));
        return message;
    }
}
