using Pulumi.Engine.Policies;

namespace Policies.Tests.Client;

public class PolicyConfigFileTests
{
    [Fact]
    public void Parse_LevelsAndProperties_AreRead()
    {
        var settings = PolicyConfigFile.Parse("""{ "all": "advisory", "a": { "enforcementLevel": "remediate", "x": 1 }, "b": { "y": [true] }, "c": {} }""");

        Assert.Equal(["a", "all", "b"], settings.Keys.Order());
        Assert.Equal([EnforcementLevel.Remediate, EnforcementLevel.Advisory, null], new[] { "a", "all", "b" }.Select(policy => settings[policy].Level));
        Assert.Equal(["""{"x":1}""", "{}", """{"y":[true]}"""], new[] { "a", "all", "b" }.Select(policy => settings[policy].Properties.ToJsonString()));
    }

    [Fact]
    public void Parse_Empty_ConfiguresNothing() => Assert.Empty(PolicyConfigFile.Parse(" \n"));

    [Theory]
    [InlineData("""{ "a": "loud" }""", "parsing enforcement level for \"a\": \"loud\" is not a valid enforcement level; valid are advisory, mandatory")]
    [InlineData("""{ "a": { "enforcementLevel": 1 } }""", "parsing enforcement level for \"a\": 1 is not")]
    [InlineData("""{ "a": 1 }""", "parsing \"a\": 1 is not a valid value; must be a string or object")]
    [InlineData("[]", "expected an object of policies by name")]
    public void Parse_Wrong_SaysWhat(string text, string message) =>
        Assert.Contains(message, Assert.Throws<PolicyPackException>(() => PolicyConfigFile.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_NoFileOrNoJson_NamesTheFile()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "{");
            Assert.Contains(file, Assert.Throws<PolicyPackException>(() => PolicyConfigFile.Load(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
        Assert.Contains(file, Assert.Throws<PolicyPackException>(() => PolicyConfigFile.Load(file)).Message, StringComparison.Ordinal);
    }
}
