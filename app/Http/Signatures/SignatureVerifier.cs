using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using RoomTypes.Configuration;
using RoomTypes.Signing;

namespace RoomTypes.Http.Signatures;

/// <summary>Checks requests against AWS Signature Version 4, by keys of a file.</summary>
internal sealed class SignatureVerifier
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Reload = TimeSpan.FromSeconds(10);

    private readonly SignatureOptions _options;
    private readonly WatchedFile<FrozenDictionary<string, SignatureKey>> _keys;
    private readonly ReplayGuard _replays;
    private readonly TimeProvider _time;

    public SignatureVerifier(SignatureOptions options, TimeProvider time, ILogger<SignatureVerifier> log)
    {
        (_options, _time, _replays) = (options, time, new(time));
        _keys = new(options.SignatureKeys ?? "", SignatureKeyFile.Read, Reload, time, log.SignatureKeysReloaded, log.SignatureKeysNotReloaded);
    }

    /// <summary>Reads the keys, so that faults show at the start.</summary>
    /// <exception cref="InvalidSettingsException">They cannot be used.</exception>
    public void Load()
    {
        try
        {
            _ = _keys.Value;
        }
        catch (SignatureKeyException exception)
        {
            throw new InvalidSettingsException([exception.Message]);
        }
    }

    /// <summary>Checks all that can be checked before the body, and what is left to prove.</summary>
    /// <exception cref="ServiceException">The signature is missing, incomplete, of an unknown key, of another time, or of another request.</exception>
    public SignatureProof Begin(HttpRequest request)
    {
        var (path, query) = Target(request);
        var claim = SignatureClaim.Read(request, query);
        if (claim.Service != _options.SignatureService || (_options.SignatureRegion is { } region && claim.Region != region)) throw SignatureRefusals.Scope($"{claim.Region}/{claim.Service}", $"{_options.SignatureRegion ?? "any region"}/{_options.SignatureService}");
        VerifyTime(claim);
        if (!_keys.Value.TryGetValue(claim.AccessKeyId, out var key) || !key.HasToken(claim.Token)) throw SignatureRefusals.UnknownKey();
        if (key.Expires <= _time.GetUtcNow()) throw SignatureRefusals.EndedKey();
        return new(claim, key, HeadRequests.MethodOf(request), path, query, Signed(request, claim), this);
    }

    /// <summary>Proves the signature for a body of this hash.</summary>
    internal void Prove(SignatureProof proof, string payloadHash)
    {
        if (!IsSignature(proof, payloadHash, keepsPath: false) && !IsSignature(proof, payloadHash, keepsPath: true)) throw SignatureRefusals.Wrong();
        if (!_replays.IsNew(proof.Claim.Signature, Until(proof.Claim))) throw SignatureRefusals.Replayed();
    }

    private static bool IsSignature(SignatureProof proof, string payloadHash, bool keepsPath)
    {
        Span<char> expected = stackalloc char[SigV4.SignatureLength];
        SigV4.Sign(
            new() { Method = proof.Method, Path = proof.Path, Query = proof.Query, Headers = proof.Headers, PayloadHash = payloadHash, KeepsPath = keepsPath },
            proof.Key.For(proof.Claim), proof.Claim.Time, expected);
        Span<byte> known = stackalloc byte[SigV4.SignatureLength];
        Span<byte> given = stackalloc byte[SigV4.SignatureLength];
        Encoding.ASCII.GetBytes(expected, known);
        Encoding.ASCII.GetBytes(proof.Claim.Signature, given);
        return CryptographicOperations.FixedTimeEquals(known, given);
    }

    private void VerifyTime(SignatureClaim claim)
    {
        var now = _time.GetUtcNow();
        if (claim.SignedAt > now + Skew) throw SignatureRefusals.Early(claim.SignedAt, now);
        if (now > Until(claim)) throw SignatureRefusals.Late(claim.SignedAt, Until(claim), now);
    }

    private static DateTimeOffset Until(SignatureClaim claim) => claim.SignedAt + (claim.Expires ?? Skew);

    private static SigV4Header[] Signed(HttpRequest request, SignatureClaim claim)
    {
        foreach (var header in request.Headers.Keys)
        {
            var mustBeSigned = header.Equals("content-type", StringComparison.OrdinalIgnoreCase) || header.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase);
            if (mustBeSigned && !claim.SignedHeaders.Contains(header, StringComparer.OrdinalIgnoreCase)) throw SignatureRefusals.Unsigned(header);
        }

        var signed = new List<SigV4Header>(claim.SignedHeaders.Length);
        foreach (var name in claim.SignedHeaders)
        {
            var values = request.Headers[name];
            if (values.Count == 0) throw SignatureRefusals.Unsigned(name);
            foreach (var value in values) signed.Add(new(name, value ?? ""));
            if (signed.Count > SigV4Request.MostHeaders) throw SignatureRefusals.Incomplete($"More than {SigV4Request.MostHeaders} header values are signed.");
        }

        return [.. signed];
    }

    // As it was sent. A target of the absolute form (RFC 9112, section 3.2.2) names the host before its path.
    private static (string Path, string Query) Target(HttpRequest request)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        if (!target.StartsWith('/')) target = $"{request.PathBase.ToUriComponent()}{request.Path.ToUriComponent()}{request.QueryString.ToUriComponent()}";
        var query = target.IndexOf('?');
        return query < 0 ? (target, "") : (target[..query], target[(query + 1)..]);
    }
}
