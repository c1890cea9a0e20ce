using System.Globalization;
using System.Text.Json;
using RoomTypes.Signing;

namespace RoomTypes.Tests.Signing;

/// <summary>The suites of AWS's that botocore ran, in headers only; Fixtures/sigv4/botocore.json names where they are from, and which are left out and why.</summary>
internal static class BotocoreSuite
{
    public static readonly IReadOnlyDictionary<string, BotocoreCase> Cases = Read();

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, BotocoreCase> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "sigv4", "botocore.json")));
        return document.RootElement.GetProperty("cases").EnumerateArray().Select(BotocoreCase.Of).ToDictionary(one => one.Name);
    }
}

/// <summary>What is signed, when and for what service, and its header Authorization.</summary>
internal sealed record BotocoreCase(string Name, string Time, string Service, RawMessage Request, string Authorization)
{
    public static readonly AwsCredentials Credentials = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    public DateTimeOffset SignedAt => DateTimeOffset.ParseExact(Time, SigV4.TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public string? Token => Request.Headers.SingleOrDefault(header => header.Name.Equals(SigV4.TokenHeader, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Those that Authorization names.</summary>
    public SigV4Header[] HeadersToSign => [.. Request.Headers.Where(header => Authorization.Split("SignedHeaders=")[1].Split(',')[0].Split(';').Contains(header.Name, StringComparer.OrdinalIgnoreCase))];

    public RawMessage Signed => Request with { Headers = [.. Request.Headers, new("Authorization", Authorization)] };

    public static BotocoreCase Of(JsonElement json) => new(Text(json, "name"), Text(json, "time"), Text(json, "service"), RawMessage.Parse(Text(json, "request")), Text(json, "authorization"));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
