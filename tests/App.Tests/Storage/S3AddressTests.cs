using RoomTypes.Storage;

namespace RoomTypes.Tests.Storage;

public sealed class S3AddressTests
{
    [Theory]
    [InlineData("s3://allowed/../secret/key")]
    [InlineData("s3://allowed/a/../../secret/key")]
    [InlineData("s3://allowed/./key")]
    [InlineData("s3://allowed/a/..")]
    [InlineData("s3://../key")]
    public void TryParse_DotSegments_AreRefused(string text) => Assert.False(S3Address.TryParse(text, out _));

    [Theory]
    [InlineData("s3://bucket/a..b/...", "a..b/...")]
    [InlineData("s3://bucket/.hidden/key", ".hidden/key")]
    public void TryParse_DotsWithinNames_AreKept(string text, string key)
    {
        Assert.True(S3Address.TryParse(text, out var address));
        Assert.Equal(key, address.Key);
    }
}
