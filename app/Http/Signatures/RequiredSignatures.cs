using Microsoft.AspNetCore.Http.Features;
using RoomTypes.Signing;

namespace RoomTypes.Http.Signatures;

/// <summary>Lets nothing by that is not signed. Health, metrics and the API's document are open, and the Evidently API has its own access.</summary>
internal sealed class RequiredSignatures(SignatureVerifier verifier)
{
    /// <summary>
    /// Checks a request. Where the body's hash is not told in advance the signature is proven at the body's end: those who take a body read
    /// all of it before they do anything, and other methods may not bring one.
    /// </summary>
    /// <exception cref="ServiceException">It is not signed as it must be.</exception>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!Callers.IsLimited(context.Request.Path))
        {
            await next(context);
            return;
        }

        var proof = verifier.Begin(context.Request);
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? context.Request.ContentLength is not 0;
        if (proof.PayloadHash is { } told)
        {
            if (told.Length != SigV4.SignatureLength || !told.All(char.IsAsciiHexDigitLower)) throw SignatureRefusals.UnsignedPayload();
            proof.Prove(told);
            if (!hasBody && told != SigV4.EmptyPayloadHash) throw SignatureRefusals.OtherBody();
        }
        else if (!hasBody) proof.Prove(SigV4.EmptyPayloadHash);
        else if (!HttpMethods.IsPost(context.Request.Method)) throw SignatureRefusals.Wrong();

        context.Features.Set(proof);
        if (!hasBody)
        {
            await next(context);
            return;
        }

        await using var body = new SignedBody(context.Request.Body, proof);
        var given = context.Request.Body;
        context.Request.Body = body;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Body = given;
        }
    }
}
