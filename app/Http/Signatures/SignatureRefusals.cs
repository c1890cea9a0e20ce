namespace RoomTypes.Http.Signatures;

/// <summary>Why a signature is not taken, by the names that AWS gives (https://docs.aws.amazon.com/IAM/latest/UserGuide/CommonErrors.html).</summary>
internal static class SignatureRefusals
{
    public static ServiceException Missing() => Refuse("missing_authentication_token", "MissingAuthenticationTokenException",
        "The request is not signed. Sign it with AWS Signature Version 4, for example: curl --aws-sigv4 aws:amz:REGION:execute-api --user ID:SECRET.");

    public static ServiceException Incomplete(string why) => Refuse("incomplete_signature", "IncompleteSignatureException", why);

    public static ServiceException Scope(string given, string allowed) => Refuse("invalid_signature", "InvalidSignatureException", $"The credential is scoped to {Quote.Of(given)}; allowed is {allowed}.");

    public static ServiceException UnknownKey() => Refuse("unrecognized_client", "UnrecognizedClientException", "The access key or its session token is not known here.");

    public static ServiceException EndedKey() => Refuse("expired_token", "ExpiredTokenException", "The credentials have expired; get new ones.");

    public static ServiceException Late(DateTimeOffset given, DateTimeOffset until, DateTimeOffset now) => Refuse("signature_expired", "InvalidSignatureException",
        $"Signature expired: it is of {Time(given)} and was good until {Time(until)}; the time here is {Time(now)}. Set the clock, or sign anew.");

    public static ServiceException Early(DateTimeOffset given, DateTimeOffset now) => Refuse("signature_not_yet_current", "InvalidSignatureException",
        $"Signature not yet current: it is of {Time(given)}; the time here is {Time(now)}. Set the clock: it may be five minutes ahead.");

    public static ServiceException Unsigned(string header) => Refuse("invalid_signature", "InvalidSignatureException", $"The header {Quote.Of(header)} is not among the signed headers, or is not sent; sign host, content-type and every x-amz- header.");

    public static ServiceException UnsignedPayload() => Refuse("invalid_signature", "InvalidSignatureException", "The body is not signed; x-amz-content-sha256 must be its SHA-256 in lower-case hex, or absent.");

    public static ServiceException Wrong() => Refuse("invalid_signature", "InvalidSignatureException",
        "The signature is not that of this request: check the secret access key, the clock, the region, and whether a proxy changes the host, the path or the query.");

    public static ServiceException OtherBody() => Refuse("content_sha256_mismatch", "XAmzContentSHA256Mismatch", "The body is not the one whose SHA-256 x-amz-content-sha256 tells.");

    public static ServiceException Replayed() => Refuse("request_replayed", "InvalidSignatureException",
        "A request with this signature was answered before; sign each anew. Equal requests of one second have equal signatures: sign a header with them that is never the same, such as amz-sdk-invocation-id.");

    private static string Time(DateTimeOffset time) => Signing.SigV4.Time(time);

    private static ServiceException Refuse(string code, string name, string message) => new(ErrorKind.Forbidden, code, message) { AwsError = name };
}
