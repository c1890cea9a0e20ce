namespace RoomTypes.Signing;

/// <summary>Signs messages of <see cref="HttpClient"/>.</summary>
public static class MessageSigning
{
    /// <summary>
    /// Adds x-amz-date, x-amz-security-token where the credentials are temporary, and Authorization. Signed are the host, the content type
    /// and every header that begins with x-amz- or amz-sdk-.
    /// </summary>
    /// <param name="signer">Signs.</param>
    /// <param name="request">With its address; a header Host goes before the address's host.</param>
    /// <param name="payloadHash">The SHA-256 of the body in lower-case hex, or <see cref="SigV4.UnsignedPayload"/>.</param>
    /// <param name="time">Now, by the clock of the one who is asked.</param>
    public static void Sign(this SigV4Signer signer, HttpRequestMessage request, string payloadHash, DateTimeOffset time)
    {
        var address = request.RequestUri ?? throw new ArgumentException("The request has no address to sign.", nameof(request));
        Set(request, SigV4.DateHeader, SigV4.Time(time));
        Set(request, SigV4.TokenHeader, signer.Credentials.SessionToken);
        // The one way to say so in a header.
        if (payloadHash == SigV4.UnsignedPayload) Set(request, SigV4.PayloadHeader, payloadHash);
        Set(request, "Authorization", signer.Authorize(
            new()
            {
                Method = request.Method.Method,
                Path = address.AbsolutePath,
                Query = address.Query is ['?', .. var query] ? query : "",
                Headers = Signed(request, address).ToArray(),
                PayloadHash = payloadHash,
            },
            time));
    }

    private static List<SigV4Header> Signed(HttpRequestMessage request, Uri address)
    {
        List<SigV4Header> signed = [new("host", request.Headers.Host ?? address.Authority)];
        if (request.Content?.Headers.NonValidated is { } content && content.TryGetValues("Content-Type", out var types))
            foreach (var type in types) signed.Add(new("content-type", type));
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (!name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("amz-sdk-", StringComparison.OrdinalIgnoreCase)) continue;
            foreach (var value in values) signed.Add(new(name, value));
        }

        return signed;
    }

    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        request.Headers.Remove(name);
        if (value is not null) request.Headers.TryAddWithoutValidation(name, value);
    }
}
