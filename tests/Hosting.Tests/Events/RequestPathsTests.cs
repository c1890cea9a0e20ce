using Amazon.Lambda.AspNetCoreServer.Hosting.Events;

namespace Hosting.Tests.Events;

public sealed class RequestPathsTests
{
    [Theory]
    [InlineData("/plain/path", "/plain/path")]
    [InlineData("/a%20b+c", "/a b+c")]
    [InlineData("/K%C3%BCche", "/Küche")]
    [InlineData("/a%2Fb%2fc", "/a%2Fb%2fc")]
    [InlineData("/100%25", "/100%")]
    [InlineData("/100%", "/100%")]
    [InlineData("/%zz", "/%zz")]
    [InlineData("/%2541", "/%41")]
    public void Decode_OfAPath_IsWhatKestrelMakesOfIt(string encoded, string expected) =>
        Assert.Equal(expected, RequestPaths.Decode(encoded));

    [Theory]
    // A stage is in requestContext.path only.
    [InlineData("/v1/models", "/prod/v1/models", "/v1/models", null, "prod", "/prod", "/v1/models")]
    [InlineData("/v1/models", "/prod/v1/models/", "/v1/models", null, "prod", "/prod", "/v1/models/")]
    // A custom domain's base path is in both.
    [InlineData("/rooms/v1/models", "/rooms/v1/models", "/v1/models", null, "prod", "/rooms", "/v1/models")]
    [InlineData("/a/b/v1/x", "/a/b/v1/x", "/{proxy+}", "v1/x", "prod", "/a/b", "/v1/x")]
    [InlineData("/rooms", "/rooms", "/", null, "prod", "/rooms", "/")]
    [InlineData("/prod/x", "/prod/x", "/{proxy+}", "prod/x", "prod", "", "/prod/x")]
    // Parameters may be decoded while the path is not.
    [InlineData("/rooms/K%C3%BCche", "/rooms/K%C3%BCche", "/{proxy+}", "Küche", "prod", "/rooms", "/Küche")]
    // 2.0: a stage starts the path; its name alone is no prefix.
    [InlineData("/beta", null, null, null, "beta", "/beta", "/")]
    [InlineData("/beta/x", null, null, null, "beta", "/beta", "/x")]
    [InlineData("/betax/x", null, null, null, "beta", "", "/betax/x")]
    [InlineData("/beta/x", null, "/{proxy+}", "x", "beta", "/beta", "/x")]
    [InlineData("/x", null, null, null, "$default", "", "/x")]
    [InlineData("x", null, null, null, null, "", "/x")]
    public void Split_OfAPath_GivesRouteAndBase(
        string path, string? contextPath, string? template, string? proxy, string? stage, string expectedBase, string expectedPath) =>
        Assert.Equal((expectedBase, expectedPath), RequestPaths.Split(path, contextPath, template, proxy is null ? null : [new("proxy", proxy)], stage));
}
