using Pulumi.Engine.Values;

namespace Sdks.Tests.Engine;

public class UrnTests
{
    private const string Root = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";

    [Theory]
    [InlineData("", "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::data")]
    [InlineData(Root, "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::data")]
    [InlineData("urn:pulumi:dev::shop::my:index:Site::site", "urn:pulumi:dev::shop::my:index:Site$aws:s3/bucket:Bucket::data")]
    [InlineData("urn:pulumi:dev::shop::my:index:Site$my:index:Part::a::b", "urn:pulumi:dev::shop::my:index:Site$my:index:Part$aws:s3/bucket:Bucket::data")]
    public void Create_WithParent_CarriesTheTypesAbove(string parent, string expected) =>
        Assert.Equal(expected, Urn.Create("dev", "shop", parent, "aws:s3/bucket:Bucket", "data"));

    [Fact]
    public void Parts_NameWithDelimiter_StaysWhole()
    {
        const string Text = "urn:pulumi:dev::shop::my:index:Site$my:index:Part::a::b";

        Assert.Equal("my:index:Site$my:index:Part", Urn.QualifiedType(Text));
        Assert.Equal("my:index:Part", Urn.Type(Text));
        Assert.Equal("a::b", Urn.Name(Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("urn:pulumi:dev::shop::type")]
    [InlineData("pulumi:dev::shop::type::name")]
    public void Parts_NoUrn_Throws(string text)
    {
        Assert.False(Urn.IsValid(text));
        Assert.Throws<ArgumentException>(() => Urn.Name(text));
    }
}
