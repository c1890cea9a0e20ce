using System.Text;
using Amazon.Lambda.AspNetCoreServer.Hosting.Events;

namespace Hosting.Tests.Events;

/// <summary>Events as AWS documents and sends them, one property a file.</summary>
public sealed class RecordedEventTests
{
    [Theory]
    [InlineData("rest-get", "RestApi", "GET", "/prod", "/v1/models/room-type/Küche%2F3", "?label=a&label=b&since=2026-11-21T10%3A00%3A00%2B01%3A00&foo%5Ba%5D=x%26y%3Dz", "198.51.100.23", "")]
    [InlineData("rest-custom-domain", "RestApi", "POST", "/rooms", "/v1/recognize", "", "198.51.100.23", "89504E470D0A1A0A")]
    [InlineData("rest-stage-root", "RestApi", "GET", "/prod", "/", "", "2001:db8::17", "")]
    [InlineData("http-post-cookies", "HttpApi", "POST", "", "/v1/räume/100%/a b", "?label=a&label=b&since=2026-11-21T10%3A00%3A00%2B01%3A00", "198.51.100.23", "7B22726F6F6D223A224BC3BC636865222C2270617468223A22612F62227D0D0A")]
    [InlineData("http-named-stage", "HttpApi", "POST", "/beta", "/v1/recognize", "", "198.51.100.23", "FFD8FFE0")]
    [InlineData("http-stage-is-no-prefix", "HttpApi", "GET", "", "/v10/echo", "", "198.51.100.23", "")]
    [InlineData("function-url", "HttpApi", "DELETE", "", "/v1/räume/a%2Fb", "?flag", "198.51.100.23", "")]
    [InlineData("alb-get", "LoadBalancer", "GET", "", "/v1/räume/a+b", "?label=b&foo%5Ba%5D=x%26y%3Dz+1", "198.51.100.23", "")]
    [InlineData("alb-post-multi-value", "LoadBalancerMultiValue", "POST", "", "/v1/recognize", "?label=a&label=b&url=https%3A%2F%2Fexample.com%2F%3Fq%3D1", "198.51.100.23", "0801FF")]
    [InlineData("alb-health-check", "LoadBalancer", "GET", "", "/health/ready", "", null, "")]
    public void Event_Recorded_IsTheRequestItStandsFor(
        string file, string shape, string method, string pathBase, string path, string query, string? sourceIp, string body)
    {
        var request = Read(file);

        Assert.Equal(
            (shape, method, pathBase, path, query, sourceIp, body),
            (request.Shape.ToString(), request.Method, request.PathBase, request.Path, request.QueryString, request.SourceIp, Convert.ToHexString(request.Body.Span)));
    }

    [Fact]
    public void Headers_InBothForms_AreTakenFromTheCompleteOne() =>
        Assert.Equal("kitchen,bath", Read("rest-get").Headers["X-Room"].ToString());

    [Fact]
    public void Cookies_OfTheirOwnField_BecomeOneHeader() =>
        Assert.Equal("session=abc; theme=dark", Read("http-post-cookies").Headers.Cookie);

    [Fact]
    public void ContentLength_OfADecodedBody_IsItsOwn() =>
        Assert.Equal(8, Read("rest-custom-domain").Headers.ContentLength);

    [Theory]
    [InlineData("alb-health-check", "https", "localhost")]
    [InlineData("alb-get", "http", "rooms-846800462.eu-central-1.elb.amazonaws.com")]
    [InlineData("rest-custom-domain", "https", "api.example.com")]
    public void Scheme_AndHost_AreTheClients(string file, string scheme, string host)
    {
        var request = Read(file);

        Assert.Equal((scheme, host), (request.Scheme, request.Headers.Host.ToString()));
    }

    private static HttpEvent Read(string file) =>
        HttpEventReader.Read(Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "events", file + ".json"))));
}
