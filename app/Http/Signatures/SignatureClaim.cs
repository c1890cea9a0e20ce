using System.Globalization;
using RoomTypes.Signing;

namespace RoomTypes.Http.Signatures;

/// <summary>What a request says of its signature; nothing of it is proven.</summary>
internal sealed record SignatureClaim
{
    private const string ScopeEnd = "aws4_request";
    private const long LongestExpires = 604_800;

    public required string AccessKeyId { get; init; }

    public required string Date { get; init; }

    public required string Region { get; init; }

    public required string Service { get; init; }

    /// <summary>The time as it is signed.</summary>
    public required string Time { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>Lower-case, sorted, each once, with host.</summary>
    public required string[] SignedHeaders { get; init; }

    /// <summary>64 characters of lower-case hex.</summary>
    public required string Signature { get; init; }

    public string? Token { get; init; }

    /// <summary>How long a presigned address is good for; null of headers.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>Reads the header Authorization, or the query of a presigned address.</summary>
    /// <param name="request">The request.</param>
    /// <param name="query">The query as it was sent.</param>
    /// <exception cref="ServiceException">There is none, or it is incomplete.</exception>
    public static SignatureClaim Read(HttpRequest request, string query)
    {
        var parameters = Parameters(query);
        var isPresigned = parameters.ContainsKey("X-Amz-Signature") || parameters.ContainsKey("X-Amz-Algorithm") || parameters.ContainsKey("X-Amz-Credential");
        return request.Headers.Authorization switch
        {
            { Count: 0 } when isPresigned => OfQuery(request, parameters),
            { Count: 0 } => throw SignatureRefusals.Missing(),
            { Count: 1 } authorization when !isPresigned => OfHeader(request, authorization.ToString()),
            _ => throw SignatureRefusals.Incomplete("The request has several signatures; allowed is one, in the header Authorization or in the query."),
        };
    }

    private static SignatureClaim OfHeader(HttpRequest request, string authorization)
    {
        if (!authorization.StartsWith(SigV4.Algorithm + " ", StringComparison.Ordinal)) throw SignatureRefusals.Incomplete($"The header Authorization does not begin with {SigV4.Algorithm}.");
        var parts = new Dictionary<string, string>();
        foreach (var part in authorization[SigV4.Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.IndexOf('=') is not (> 0 and var end) || !parts.TryAdd(part[..end], part[(end + 1)..])) throw SignatureRefusals.Incomplete("The header Authorization is no list of Credential, SignedHeaders and Signature.");
        }

        if (parts.Count != 3) throw SignatureRefusals.Incomplete("The header Authorization has other parts than Credential, SignedHeaders and Signature.");
        return Make(name => parts.GetValueOrDefault(name), Single(request, SigV4.DateHeader) ?? OfDate(Single(request, "Date")), Single(request, SigV4.TokenHeader), null);
    }

    private static SignatureClaim OfQuery(HttpRequest request, Dictionary<string, string> parameters)
    {
        if (parameters.GetValueOrDefault("X-Amz-Algorithm") != SigV4.Algorithm) throw SignatureRefusals.Incomplete($"X-Amz-Algorithm is not {SigV4.Algorithm}.");
        if (!long.TryParse(parameters.GetValueOrDefault("X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > LongestExpires)
            throw SignatureRefusals.Incomplete($"X-Amz-Expires is missing or none of 1 to {LongestExpires} seconds.");
        return Make(name => parameters.GetValueOrDefault($"X-Amz-{name}"), parameters.GetValueOrDefault("X-Amz-Date"), parameters.GetValueOrDefault("X-Amz-Security-Token") ?? Single(request, SigV4.TokenHeader), TimeSpan.FromSeconds(seconds));
    }

    private static SignatureClaim Make(Func<string, string?> part, string? time, string? token, TimeSpan? expires)
    {
        if (part("Credential")?.Split('/') is not [{ Length: > 0 } id, { Length: 8 } date, { Length: > 0 } region, { Length: > 0 } service, ScopeEnd])
            throw SignatureRefusals.Incomplete($"Credential is none of the form ID/yyyyMMdd/REGION/SERVICE/{ScopeEnd}.");
        if (!DateTimeOffset.TryParseExact(time, SigV4.TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) || !time!.StartsWith(date, StringComparison.Ordinal))
            throw SignatureRefusals.Incomplete("X-Amz-Date (or Date) is missing, not of the form yyyyMMddTHHmmssZ, or of another day than the credential's scope.");
        if (part("Signature") is not { Length: SigV4.SignatureLength } signature || !signature.All(char.IsAsciiHexDigitLower)) throw SignatureRefusals.Incomplete("Signature is not 64 characters of lower-case hex.");
        return new()
        {
            AccessKeyId = id,
            Date = date,
            Region = region,
            Service = service,
            Time = time,
            SignedAt = at,
            SignedHeaders = Names(part("SignedHeaders") ?? ""),
            Signature = signature,
            Token = token,
            Expires = expires,
        };
    }

    private static string[] Names(string list)
    {
        var names = list.Split(';');
        var isSorted = names.Length <= SigV4Request.MostHeaders && names.Zip(names.Skip(1)).All(pair => string.CompareOrdinal(pair.First, pair.Second) < 0);
        if (!isSorted || !names.Contains("host") || names.Any(name => name.Length == 0 || name.Any(char.IsAsciiLetterUpper)))
            throw SignatureRefusals.Incomplete($"SignedHeaders is no list of at most {SigV4Request.MostHeaders} lower-case names, sorted, with host among them.");
        return names;
    }

    private static string? Single(HttpRequest request, string header) => request.Headers[header] switch
    {
        { Count: 0 } => null,
        { Count: 1 } value => value.ToString(),
        _ => throw SignatureRefusals.Incomplete($"The header {header} is there more than once."),
    };

    // The header that tells the time where x-amz-date does not; which weekday that was is not looked at.
    private static string? OfDate(string? date) => date is { Length: > 5 }
        && DateTimeOffset.TryParseExact(date[5..], "dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? SigV4.Time(time) : null;

    // Only those of signatures, which are escaped in any way.
    private static Dictionary<string, string> Parameters(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var end = pair.IndexOf('=');
            var name = Uri.UnescapeDataString(end < 0 ? pair : pair[..end]);
            if (!name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase)) continue;
            if (!parameters.TryAdd(name, end < 0 ? "" : Uri.UnescapeDataString(pair[(end + 1)..]))) throw SignatureRefusals.Incomplete($"The parameter {Quote.Of(name)} is there more than once.");
        }

        return parameters;
    }
}
