using System.Text;
using RoomTypes.Signing;
using RoomTypes.Tests.Signing;

namespace RoomTypes.Tests.Device;

/// <summary>The C signer against AWS's suite, and against the C# signer on requests that nobody thought of.</summary>
public class DeviceSigningTests
{
    [Fact]
    public void Sign_TheWholeSuiteInHeadersAndInTheQuery_AgreesWithAws()
    {
        var cases = Suite.Cases.Values.ToList();
        Assert.Equal(cases.Select(one => one.Header.Signature), Signatures(DeviceLibrary.Ask(cases.Select(one => Line(one.Request, one.HeadersToSign, !one.Normalizes)))));
        Assert.Equal(cases.Select(one => one.Query.Signature), Signatures(DeviceLibrary.Ask(cases.Select(one => Line(
            one.Request with { Query = one.QueryToSign(string.Join(';', one.Request.Headers.Select(header => header.Name.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal))) }, [.. one.Request.Headers], !one.Normalizes)))));
    }

    [Fact]
    public void Sign_BotocoresSuites_AgreesWithAws()
    {
        var cases = BotocoreSuite.Cases.Values.ToList();
        Assert.Equal(
            cases.Select(one => one.Authorization[(one.Authorization.LastIndexOf('=') + 1)..]),
            Signatures(DeviceLibrary.Ask(cases.Select(one => Line(one.Request, one.HeadersToSign, keeps: false, one.Time, one.Service)))));
    }

    [Fact]
    public void Sign_WithThePlatformsHash_AgreesWithItsOwn()
    {
        var random = new Random(30);
        List<string> lines =
        [
            .. Suite.Cases.Values.Select(one => Line(one.Request, one.HeadersToSign, !one.Normalizes)),
            .. Enumerable.Range(0, 200).Select(_ => Random(random)).Select(request => Line(request.Message, request.Headers, request.Keeps)),
        ];
        Assert.Equal(DeviceLibrary.Ask(lines), DeviceLibrary.AskMbedTls(lines));
    }

    [Fact]
    public void Head_OfARequest_IsWhatTheSuiteSigns()
    {
        var one = Suite.Cases["get-vanilla-query-order-key-case"];
        var head = Encoding.UTF8.GetString(Convert.FromHexString(DeviceLibrary.Ask([Line(one.Request, one.HeadersToSign, keeps: false)]).Single().Split(' ')[2]));
        Assert.Equal(
            $"GET /?{one.Request.Query} HTTP/1.1\r\nHost: example.amazonaws.com\r\nX-Amz-Date: 20150830T123600Z\r\nContent-Length: 1234567890123\r\nAuthorization: {one.Header.Request.Headers.Single(header => header.Name == "Authorization").Value}\r\n\r\n",
            head);
    }

    [Fact]
    public void Sign_TwoThousandRandomRequests_AgreesWithCSharp()
    {
        var random = new Random(26);
        var requests = Enumerable.Range(0, 2_000).Select(_ => Random(random)).ToList();
        var signatures = Signatures(DeviceLibrary.Ask(requests.Select(request => Line(request.Message, request.Headers, request.Keeps))));
        for (var i = 0; i < requests.Count; i++)
        {
            var (message, headers, keeps) = requests[i];
            var expected = new char[SigV4.SignatureLength];
            SigV4.Sign(
                new() { Method = message.Method, Path = message.Path, Query = message.Query, Headers = headers, PayloadHash = message.BodyHash, KeepsPath = keeps },
                new(Suite.Cases["get-vanilla"].Credentials.SecretAccessKey, "20150830", Suite.Region, Suite.Service), SigV4.Time(Suite.Time), expected);
            Assert.True(new string(expected) == signatures[i], $"Round {i}: {message}");
        }
    }

    [Fact]
    public void Sign_UnderValgrind_HasNoFault()
    {
        var random = new Random(27);
        DeviceLibrary.AskValgrind([.. Suite.Cases.Values.Select(one => Line(one.Request, one.HeadersToSign, !one.Normalizes)), .. Enumerable.Range(0, 20).Select(_ => Random(random)).Select(request => Line(request.Message, request.Headers, request.Keeps))]);
    }

    [Theory]
    [InlineData(17, 3, "2")]
    [InlineData(3, 25, "3")]
    [InlineData(0, 3, "1")]
    [InlineData(16, 24, "0")]
    public void Sign_MoreThanItTakes_IsAnsweredByACode(int headers, int parameters, string code)
    {
        var message = new RawMessage("GET", "/", string.Join('&', Enumerable.Range(0, parameters).Select(i => $"p{i}=v")), [], "");
        Assert.Equal(code, DeviceLibrary.Ask([Line(message, [.. Enumerable.Range(0, headers).Select(i => new SigV4Header($"h{i}", "v"))], keeps: false)]).Single().Split(' ')[0]);
    }

    [Theory]
    [InlineData("20150830T123600")]
    [InlineData("2015-08-30T12:36")]
    [InlineData("")]
    public void Sign_WithATimeThatIsNone_IsAnsweredByACode(string time) =>
        Assert.Equal("1", DeviceLibrary.Ask([Line(new("GET", "/", "", [], ""), [new("host", "h")], keeps: false, time)]).Single().Split(' ')[0]);

    [Fact]
    public void Time_OfRandomSeconds_AgreesWithCSharp()
    {
        var random = new Random(28);
        long[] seconds = [0, 951_782_399, 951_782_400, 4_107_542_399, 253_402_300_799, .. Enumerable.Range(0, 1_000).Select(_ => random.NextInt64(253_402_300_800))];
        Assert.Equal(seconds.Select(second => $"0 {SigV4.Time(DateTimeOffset.FromUnixTimeSeconds(second))}"), DeviceLibrary.Ask(seconds.Select(second => $"time {second}")));
        Assert.Equal("1", DeviceLibrary.Ask(["time 253402300800"]).Single().Trim());
    }

    private static string Line(RawMessage message, SigV4Header[] headers, bool keeps, string time = "20150830T123600Z", string service = Suite.Service)
    {
        var credentials = Suite.Cases["get-vanilla"].Credentials;
        string[] texts = [message.Method, message.Path, message.Query, message.BodyHash, time];
        string[] rest = [credentials.AccessKeyId, credentials.SecretAccessKey, Suite.Region, service, .. headers.SelectMany(header => new[] { header.Name, header.Value })];
        return $"sign {string.Join(' ', texts.Select(DeviceLibrary.Hex))} {(keeps ? "1" : "0")} {string.Join(' ', rest.Select(DeviceLibrary.Hex))}";
    }

    private static string[] Signatures(string[] answers) => [.. answers.Select(answer => answer.Split(' ') is ["0", var hex, ..] ? Encoding.ASCII.GetString(Convert.FromHexString(hex)) : answer)];

    private static (RawMessage Message, SigV4Header[] Headers, bool Keeps) Random(Random random)
    {
        var path = "/" + string.Join('/', Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(4) switch { 0 => "", 1 => ".", 2 => "..", _ => Text(random, "ab%é~ +") }));
        var query = string.Join('&', Enumerable.Range(0, random.Next(8)).Select(_ => random.Next(5) == 0 ? Text(random, "ab%4") : $"{Text(random, "aA_%é.")}={Text(random, "b=%2f+ü")}"));
        var headers = Enumerable.Range(0, random.Next(1, 12)).Select(_ => new SigV4Header("x-" + Text(random, "aAbB_-"), Text(random, "v \t\"ß,"))).ToArray();
        return (new(random.Next(2) == 0 ? "GET" : "POST", path, query, [], Text(random, "body")), headers, random.Next(2) == 0);
    }

    private static string Text(Random random, string letters) => string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => letters[random.Next(letters.Length)]));
}
