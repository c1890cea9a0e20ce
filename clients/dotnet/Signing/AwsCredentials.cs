namespace RoomTypes.Signing;

/// <summary>What requests are signed with.</summary>
/// <param name="AccessKeyId">Told in every request.</param>
/// <param name="SecretAccessKey">Never told.</param>
/// <param name="SessionToken">Of temporary credentials; sent in every request.</param>
/// <param name="Expiration">When temporary credentials end; null if they do not, or it is not known.</param>
public sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken = null, DateTimeOffset? Expiration = null)
{
    /// <summary>The access key's id alone: what is written into a log must hold no secret.</summary>
    public override string ToString() => AccessKeyId;
}
