using Amazon.Runtime;
using RoomTypes.Aws;

namespace RoomTypes.Tests.Aws;

public class SignatureV4Tests
{
    /// <summary>The signatures are botocore 1.29.27's for the same request, time and AWS's example credentials.</summary>
    [Theory]
    [InlineData(null, "host;x-amz-date", "313f9c9e905be25676cdbf428ecd0852b2f649c01c0ea86aa094f4b2c0bddaa4")]
    [InlineData("a-session-token/+=", "host;x-amz-date;x-amz-security-token", "a4861b078f54d9ed4a46e810d1ce8ddd1b6a50d72033155d8d74f058ac054b2f")]
    public void Sign_AnEvaluation_AgreesWithBotocore(string? token, string headers, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost:9999/projects/rooms/evaluations/room-type-model");
        var credentials = new ImmutableCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token);
        SignatureV4.Sign(request, """{"entityId":"robot-1"}"""u8, "eu-west-1", "evidently", credentials, new DateTimeOffset(2026, 11, 21, 12, 34, 56, TimeSpan.Zero));
        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-west-1/evidently/aws4_request, SignedHeaders={headers}, Signature={signature}",
            request.Headers.GetValues("Authorization").Single());
        Assert.Equal("20261121T123456Z", request.Headers.GetValues("x-amz-date").Single());
    }

    /// <summary>The signature is botocore 1.43.11's: paths are escaped once more, queries are sorted.</summary>
    [Fact]
    public void Sign_APathWithEscapesAndAQuery_AgreesWithBotocore()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/v1/experiments/a%20b%C3%A4/results?until=2026-11-21T00%3A00%3A00.0000000%2B01%3A00&from=2026-11-01T00%3A00%3A00.0000000%2B00%3A00");
        SignatureV4.Sign(request, [], "eu-west-1", "execute-api", new ImmutableCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null), new DateTimeOffset(2026, 11, 21, 12, 34, 56, TimeSpan.Zero));
        Assert.EndsWith("Signature=fe190de32322556c4387694afe55b9359650d45a807979cbab4aea818b133dd4", request.Headers.GetValues("Authorization").Single());
    }
}
