using System.Text;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Events;

/// <summary>Restores the query string, percent-encoded and with its question mark; empty when there is none.</summary>
internal static class QueryStrings
{
    /// <summary>Payload format 2.0 has it as the client sent it.</summary>
    public static string FromRaw(string? rawQueryString) => string.IsNullOrEmpty(rawQueryString) ? "" : "?" + rawQueryString;

    /// <summary>Payload format 1.0 has keys and values decoded.</summary>
    public static string FromDecoded(List<KeyValuePair<string, string>>? pairs) => Join(pairs, Uri.EscapeDataString);

    /// <summary>A load balancer leaves keys and values encoded.</summary>
    public static string FromEncoded(List<KeyValuePair<string, string>>? pairs) => Join(pairs, static text => text);

    private static string Join(List<KeyValuePair<string, string>>? pairs, Func<string, string> encode)
    {
        if (pairs is not { Count: > 0 })
            return "";
        var query = new StringBuilder();
        foreach (var (key, value) in pairs)
            query.Append(query.Length == 0 ? '?' : '&').Append(encode(key)).Append('=').Append(encode(value));
        return query.ToString();
    }
}
