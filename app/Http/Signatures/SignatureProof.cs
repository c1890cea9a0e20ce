using RoomTypes.Signing;

namespace RoomTypes.Http.Signatures;

/// <summary>A signature that is still to be proven, or is.</summary>
internal sealed class SignatureProof(SignatureClaim claim, SignatureKey key, string method, string path, string query, SigV4Header[] headers, SignatureVerifier verifier)
{
    public SignatureClaim Claim => claim;

    public SignatureKey Key => key;

    public string Method => method;

    public string Path => path;

    public string Query => query;

    public SigV4Header[] Headers => headers;

    /// <summary>Whether the caller is who they say.</summary>
    public bool IsProven { get; private set; }

    /// <summary>What the header x-amz-content-sha256 says, which is signed; null if there is none.</summary>
    public string? PayloadHash { get; } = Array.Find(headers, header => header.Name == SigV4.PayloadHeader) is { Name: not null, Value: var value } ? value : null;

    /// <summary>Proves it for a body of this hash.</summary>
    /// <exception cref="ServiceException">It is the signature of another request, or was here before.</exception>
    public void Prove(string payloadHash)
    {
        verifier.Prove(this, payloadHash);
        IsProven = true;
    }
}
