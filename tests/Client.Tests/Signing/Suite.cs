using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RoomTypes.Signing;

namespace RoomTypes.Tests.Signing;

/// <summary>AWS's own cases of Signature Version 4; Fixtures/sigv4/aws-c-auth.json names where they are from.</summary>
internal static class Suite
{
    public const string Region = "us-east-1";
    public const string Service = "service";
    public const int Expires = 3600;

    public static readonly DateTimeOffset Time = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    public static readonly IReadOnlyDictionary<string, SuiteCase> Cases = Read();

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, SuiteCase> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "sigv4", "aws-c-auth.json")));
        return document.RootElement.GetProperty("cases").EnumerateArray().Select(SuiteCase.Of).ToDictionary(one => one.Name);
    }
}

/// <summary>What is signed, and how it looks then.</summary>
internal sealed record SuiteCase(string Name, RawMessage Request, bool Normalizes, bool SignsBody, AwsCredentials Credentials, bool OmitsToken, Signed Header, Signed Query)
{
    /// <summary>The headers that are signed where the signature is a header.</summary>
    public SigV4Header[] HeadersToSign =>
    [
        .. Request.Headers, new("X-Amz-Date", SigV4.Time(Suite.Time)),
        .. Credentials.SessionToken is { } token && !OmitsToken ? new[] { new SigV4Header("X-Amz-Security-Token", token) } : [],
        .. SignsBody ? new[] { new SigV4Header("x-amz-content-sha256", Request.BodyHash) } : [],
    ];

    /// <summary>The query that is signed where the signature is a parameter.</summary>
    public string QueryToSign(string signedHeaders)
    {
        var scope = $"{Credentials.AccessKeyId}/20150830/{Suite.Region}/{Suite.Service}/aws4_request";
        var own = $"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={Uri.EscapeDataString(scope)}&X-Amz-Date={SigV4.Time(Suite.Time)}&X-Amz-SignedHeaders={Uri.EscapeDataString(signedHeaders)}&X-Amz-Expires={Suite.Expires}";
        if (Credentials.SessionToken is { } token && !OmitsToken) own += $"&X-Amz-Security-Token={Uri.EscapeDataString(token)}";
        return Request.Query.Length > 0 ? $"{Request.Query}&{own}" : own;
    }

    public static SuiteCase Of(JsonElement json)
    {
        var token = json.TryGetProperty("token", out var value) ? value.GetString() : null;
        return new(
            json.GetProperty("name").GetString()!, RawMessage.Parse(json.GetProperty("request").GetString()!), json.GetProperty("normalize").GetBoolean(), json.GetProperty("signBody").GetBoolean(),
            new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token), token is not null && json.GetProperty("omitToken").GetBoolean(), Signed.Of(json.GetProperty("header")), Signed.Of(json.GetProperty("query")));
    }
}

/// <summary>A signed request, what was signed of it, and its signature.</summary>
internal sealed record Signed(string Canonical, string Signature, RawMessage Request)
{
    public static Signed Of(JsonElement json) => new(json.GetProperty("canonical").GetString()!, json.GetProperty("signature").GetString()!, RawMessage.Parse(json.GetProperty("signed").GetString()!));
}

/// <summary>A request as it is written: its target may hold blanks, its headers may go on in the next line.</summary>
internal sealed record RawMessage(string Method, string Path, string Query, IReadOnlyList<SigV4Header> Headers, string Body)
{
    public string BodyHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Body)));

    public static RawMessage Parse(string text)
    {
        var parts = text.Split("\n\n", 2);
        var lines = parts[0].TrimEnd('\n').Split('\n');
        var target = lines[0][(lines[0].IndexOf(' ', StringComparison.Ordinal) + 1)..lines[0].LastIndexOf(' ')];
        var headers = new List<SigV4Header>();
        foreach (var line in lines.Skip(1))
        {
            if (line[0] == ' ') headers[^1] = headers[^1] with { Value = $"{headers[^1].Value}\n{line}" };
            else headers.Add(new(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]));
        }

        var query = target.IndexOf('?', StringComparison.Ordinal);
        return new(lines[0].Split(' ')[0], query < 0 ? target : target[..query], query < 0 ? "" : target[(query + 1)..], headers, parts.Length > 1 ? parts[1] : "");
    }
}
