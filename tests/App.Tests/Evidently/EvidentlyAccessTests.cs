using System.Net;
using Microsoft.AspNetCore.Http;
using RoomTypes.Evidently;

namespace RoomTypes.Tests.Evidently;

public sealed class EvidentlyAccessTests
{
    private const string Token = "0123456789abcdef";

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.7", false)]
    [InlineData(null, false)]
    public void Verify_WithoutAToken_TakesCallersOfTheSameMachineOnly(string? address, bool isTaken) =>
        Assert.Equal(isTaken ? null : "AccessDeniedException", Refusal(null, address));

    [Theory]
    [InlineData("x-api-key", Token, true)]
    [InlineData("Authorization", "Bearer " + Token, true)]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 Credential=" + Token + "/20260131/eu-central-1/evidently/aws4_request, SignedHeaders=host, Signature=00", true)]
    [InlineData("x-api-key", Token + "0", false)]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260131/eu-central-1/evidently/aws4_request", false)]
    [InlineData("Authorization", "Bearer", false)]
    [InlineData("x-other", Token, false)]
    public void Verify_WithAToken_TakesWhoShowsItFromAnywhere(string header, string value, bool isTaken)
    {
        Assert.Equal(isTaken ? null : "AccessDeniedException", Refusal(Token, "10.0.0.7", (header, value)));
        Assert.Equal(isTaken ? null : "AccessDeniedException", Refusal(Token, "127.0.0.1", (header, value)));
    }

    [Theory]
    [InlineData("application/json", null)]
    [InlineData("Application/JSON; charset=utf-8", null)]
    [InlineData("application/x-amz-json-1.1", null)]
    [InlineData("text/plain", "UnsupportedMediaTypeException")]
    [InlineData("application/x-www-form-urlencoded", "UnsupportedMediaTypeException")]
    [InlineData("", "UnsupportedMediaTypeException")]
    public void Verify_ABody_MustBeJson(string contentType, string? error) =>
        Assert.Equal(error, Refusal(null, "127.0.0.1", ("Content-Type", contentType), ("Content-Length", "2")));

    [Fact]
    public void Verify_ARequestOfAPage_IsDenied() =>
        Assert.Equal("AccessDeniedException", Refusal(null, "127.0.0.1", ("Origin", "https://example.com")));

    private static string? Refusal(string? token, string? address, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        foreach (var (name, value) in headers) context.Request.Headers[name] = value;
        return Record.Exception(() => new EvidentlyAccess(new EvidentlyApiOptions { Serve = true, Token = token, ResultsAfterMinutes = 10 }).Verify(context)) is EvidentlyException refusal ? refusal.Type : null;
    }
}
