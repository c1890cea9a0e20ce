using System.Text;
using Hosting.Tests.Fakes;
using Hosting.Tests.Http;

namespace Hosting.Tests;

/// <summary>Every answer under every shape of event is the one that Kestrel gives to the same request.</summary>
public sealed class HostEqualityTests(BothHosts hosts) : IClassFixture<BothHosts>
{
    private static byte[] Binary { get; } = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    private static HttpCall[] Calls { get; } =
    [
        new("GET", "/"),
        new("GET", "/text"),
        new("HEAD", "/text"),
        new("OPTIONS", "/text"),
        new("DELETE", "/text"),
        new("GET", "/nowhere"),
        new("GET", "/json"),
        new("GET", "/cookies"),
        new("GET", "/headers"),
        new("GET", "/gzip"),
        new("GET", "/redirect"),
        new("GET", "/status/204"),
        new("GET", "/status/304"),
        new("GET", "/status/503"),
        new("GET", "/throw"),
        new("GET", "/large/100000"),
        new("PATCH", "/echo"),
        new("GET", "/echo/trailing/"),
        new("GET", "/echo/K%C3%BCche/%E5%AF%9D%E5%AE%A4"),
        new("GET", "/echo/space%20and+plus/100%25/%3F%23"),
        new("GET", "/echo?a=1&b=two%20words&c=plus+plus&d=%2B%26%3D%3F%23&%C3%BC=%E2%82%AC&empty=&flag"),
        new("GET", "/echo?time=2026-11-21T10:00:00%2B01:00&url=https%3A%2F%2Fexample.com%2F%3Fq%3D1"),
        new("GET", "/echo") { Headers = [("X-Test-Agent", "Robot/1.0 (cleaning; like, others)"), ("X-Test-Unicode", "plain")] },
        new("GET", "/echo") { Headers = [("Cookie", "session=abc; theme=dark")] },
        HttpCall.Text("POST", "/echo", "text/plain; charset=utf-8", EchoApp.UnicodeText),
        HttpCall.Text("POST", "/echo", "application/json", """{"name":"K\u00fcche","path":"a\/b"}"""),
        HttpCall.Text("POST", "/sum", "application/json", "[1,2,39]"),
        HttpCall.Text("POST", "/sum", "application/json", "[1,2,"),
        HttpCall.Text("POST", "/sum", "text/plain", "[1]"),
        new("POST", "/echo"),
        new("POST", "/bytes") { ContentType = "image/jpeg", Body = Binary },
        new("POST", "/protobuf") { ContentType = "application/x-protobuf", Body = Binary },
        new("POST", "/pipe") { ContentType = "application/octet-stream", Body = Binary },
        new("PUT", "/echo") { ContentType = "multipart/form-data; boundary=x", Body = Encoding.UTF8.GetBytes("--x\r\n\r\nü\r\n--x--") },
    ];

    // A load balancer without multi-value headers drops all values but the last one.
    private static HttpCall[] CallsWithRepeatedNames { get; } =
    [
        new("GET", "/echo?room=kitchen&room=bath&other=1&room=K%C3%BCche"),
        new("GET", "/echo") { Headers = [("X-Test-Room", "kitchen"), ("X-Test-Room", "bath"), ("X-Test-Other", "1")] },
    ];

    // An HTTP API decodes an encoded slash before the function can see it.
    private static HttpCall[] CallsWithEncodedSlash { get; } = [new("GET", "/echo/a%2Fb/c%2fd")];

    public static TheoryData<Shape, HttpCall> Cases()
    {
        var cases = new TheoryData<Shape, HttpCall>();
        foreach (var shape in Enum.GetValues<Shape>())
        {
            foreach (var call in Calls.Concat(shape == Shape.LoadBalancer ? [] : CallsWithRepeatedNames).Concat(shape == Shape.HttpApi ? [] : CallsWithEncodedSlash))
                cases.Add(shape, call);
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Answer_OfEveryShape_EqualsKestrels(Shape shape, HttpCall call) =>
        Assert.Equal(await hosts.AskKestrelAsync(call), await hosts.AskLambdaAsync(shape, call));

    [Theory]
    [InlineData(Shape.RestApi)]
    [InlineData(Shape.HttpApi)]
    [InlineData(Shape.LoadBalancer)]
    [InlineData(Shape.LoadBalancerMultiValue)]
    public async Task Body_AtLambdasLimit_EqualsKestrels(Shape shape)
    {
        // 4.5 MB are 6 MB as Base64.
        var body = new byte[4_500_000];
        new Random(7).NextBytes(body);
        var call = new HttpCall("POST", "/bytes") { ContentType = "image/jpeg", Body = body };

        Assert.Equal(await hosts.AskKestrelAsync(call), await hosts.AskLambdaAsync(shape, call));
    }
}
