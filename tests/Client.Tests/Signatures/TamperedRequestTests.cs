using RoomTypes.Signing;
using RoomTypes.Tests.Signing;

namespace RoomTypes.Tests.Signatures;

/// <summary>Whoever changes anything of a signed request is refused.</summary>
public sealed class TamperedRequestTests : IDisposable
{
    private const int Rounds = 10_000;

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly AwsCredentials Credentials = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "a-token");

    private readonly Verification _verification = new(Credentials, Now);

    public void Dispose() => _verification.Dispose();

    [Fact]
    public async Task Verify_TenThousandTamperedRequests_TakesNone()
    {
        var random = new Random(26);
        var refused = new Dictionary<string, int>();
        for (var i = 0; i < Rounds; i++)
        {
            var message = Tampered(random, Signed(random, i));
            var refusal = await _verification.RefusalAsync(message);
            if (refusal is null) Assert.Fail($"Round {i} was taken: {message} {string.Join(" | ", message.Headers)}");
            refused[refusal] = refused.GetValueOrDefault(refusal) + 1;
        }

        // Every kind of refusal was met.
        Assert.Superset(
            new HashSet<string> { "missing_authentication_token", "incomplete_signature", "unrecognized_client", "signature_expired", "signature_not_yet_current", "invalid_signature", "content_sha256_mismatch" },
            refused.Keys.ToHashSet());
    }

    [Fact]
    public async Task Verify_TheSameRequestsUntampered_TakesAllOnce()
    {
        var random = new Random(26);
        for (var i = 0; i < 200; i++)
        {
            var message = Signed(random, i);
            Assert.Null(await _verification.RefusalAsync(message));
            Assert.Equal("request_replayed", await _verification.RefusalAsync(message));
        }
    }

    /// <summary>A request of its own: signed in a header or in the query, with the body's hash told or not, with a body or none.</summary>
    private static RawMessage Signed(Random random, int number)
    {
        var (isQuery, tells, body) = (random.Next(3) == 0, random.Next(2) == 0, random.Next(4) == 0 ? "" : $$"""{"n":{{number}},"r":{{random.Next()}}}""");
        var message = new RawMessage("POST", "/v1/recognize", $"entity_id=robot-{number}&room_id=a%20b", [new("Host", "localhost:8080"), new("Content-Type", "application/json")], body);
        var headers = message.Headers.ToList();
        if (tells) headers.Add(new("x-amz-content-sha256", message.BodyHash));
        if (!isQuery) headers.AddRange([new("x-amz-date", SigV4.Time(Now)), new("x-amz-security-token", Credentials.SessionToken!)]);
        var query = message.Query;
        if (isQuery)
        {
            query += $"&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261121%2Feu-west-1%2Fexecute-api%2Faws4_request&X-Amz-Date={SigV4.Time(Now)}&X-Amz-Expires=60"
                + $"&X-Amz-SignedHeaders=content-type%3Bhost{(tells ? "%3Bx-amz-content-sha256" : "")}&X-Amz-Security-Token=a-token";
            var signature = new char[SigV4.SignatureLength];
            SigV4.Sign(Request(query), new(Credentials.SecretAccessKey, "20261121", "eu-west-1", "execute-api"), SigV4.Time(Now), signature);
            return message with { Query = $"{query}&X-Amz-Signature={new string(signature)}", Headers = headers };
        }

        headers.Add(new("Authorization", new SigV4Signer(Credentials, "eu-west-1", "execute-api").Authorize(Request(query), Now)));
        return message with { Headers = headers };

        SigV4Request Request(string signed) => new() { Method = "POST", Path = "/v1/recognize", Query = signed, Headers = headers.ToArray(), PayloadHash = message.BodyHash };
    }

    private static RawMessage Tampered(Random random, RawMessage message)
    {
        while (true)
        {
            var tampered = random.Next(10) switch
            {
                0 => message with { Method = random.Next(2) == 0 ? "PUT" : "GET" },
                1 => message with { Path = Changed(random, message.Path) },
                2 => message with { Path = message.Path.Replace("recognize", "recogni%7Ae", StringComparison.Ordinal) },
                3 => message with { Query = Changed(random, message.Query) },
                4 => message with { Query = $"{message.Query}&top_k={random.Next(9)}" },
                5 => message with { Body = message.Body.Length > 0 && random.Next(2) == 0 ? message.Body[..random.Next(message.Body.Length)] : message.Body + "x" },
                6 => message with { Body = message.Body.Length > 0 ? Changed(random, message.Body) : "{}" },
                7 => message with { Headers = WithOne(random, message.Headers, header => header with { Value = Changed(random, header.Value) }) },
                8 => message with { Headers = WithOne(random, message.Headers, _ => null) },
                _ => message with { Headers = WithOne(random, message.Headers, header => header with { Value = OtherTime(random, header.Value) }), Query = OtherTime(random, message.Query) },
            };
            if (Meaning(tampered) != Meaning(message)) return tampered;
        }
    }

    // Blanks around and within values mean nothing, nor those between the parts of Authorization, nor does the case of escapes in a query or how a letter of it is escaped.
    private static string Meaning(RawMessage message) =>
        (SigV4.CanonicalRequest(new() { Method = message.Method, Path = message.Path, Query = message.Query, Headers = message.Headers.ToArray(), PayloadHash = message.BodyHash, KeepsPath = true })
        + string.Join('&', message.Query.Split('&').Where(pair => pair.Contains("Signature=", StringComparison.Ordinal)))).Replace(" ", "", StringComparison.Ordinal);

    private static string Changed(Random random, string text)
    {
        var at = random.Next(text.Length);
        return random.Next(3) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, $"{(char)random.Next('!', '~')}"),
            _ => $"{text[..at]}{(char)random.Next('!', '~')}{text[(at + 1)..]}",
        };
    }

    private static string OtherTime(Random random, string text) =>
        text.Replace(SigV4.Time(Now), SigV4.Time(Now + TimeSpan.FromSeconds(random.Next(2) == 0 ? random.Next(-40_000, 0) : random.Next(1, 40_000))), StringComparison.Ordinal);

    private static SigV4Header[] WithOne(Random random, IReadOnlyList<SigV4Header> headers, Func<SigV4Header, SigV4Header?> change)
    {
        var at = random.Next(headers.Count);
        return [.. headers.Select((header, i) => i == at ? change(header) : header).OfType<SigV4Header>()];
    }
}
