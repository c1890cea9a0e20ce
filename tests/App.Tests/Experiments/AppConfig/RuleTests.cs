using RoomTypes.Experiments;
using RoomTypes.Experiments.AppConfig;

namespace RoomTypes.Tests.Experiments.AppConfig;

public class RuleTests
{
    private static readonly Dictionary<string, string> Context = new()
    {
        ["country"] = "DE",
        ["age"] = "65",
        ["email"] = "jane@amazon.com",
        ["beta"] = "true",
        ["built"] = "2026-03-04T05:06:07Z",
        ["quote"] = "a\"b",
    };

    [Theory]
    [InlineData("""(eq $country "DE")""", true)]
    [InlineData("""(eq $country "de")""", false)]
    [InlineData("""(eq $age 65)""", true)]
    [InlineData("""(eq $age 65.0)""", true)]
    [InlineData("""(eq $age "65")""", true)]
    [InlineData("""(eq $age "65.0")""", false)]
    [InlineData("""(ne $age 64)""", true)]
    [InlineData("""(ne $country "DE")""", false)]
    [InlineData("""(ne $nothing "DE")""", false)]
    [InlineData("""(eq 65 $age)""", true)]
    [InlineData("""(gt $age 64.5)""", true)]
    [InlineData("""(gt $age 65)""", false)]
    [InlineData("""(gte $age 65)""", true)]
    [InlineData("""(lt $age 6.5e1)""", false)]
    [InlineData("""(lte $age 65)""", true)]
    [InlineData("""(lt $age -7)""", false)]
    [InlineData("""(eq $beta true)""", true)]
    [InlineData("""(eq $beta false)""", false)]
    [InlineData("""(gt $built 2026-03)""", true)]
    [InlineData("""(lt $built 2026-03-04T07:06:07+01:00)""", true)]
    [InlineData("""(gt $country 3)""", false)]
    [InlineData("""(eq $missing "DE")""", false)]
    [InlineData("""(not (eq $missing "DE"))""", true)]
    [InlineData("""(and (eq $country "DE") (gt $age 60))""", true)]
    [InlineData("""(and (eq $country "DE") (gt $age 60) (eq $beta false))""", false)]
    [InlineData("""(or (eq $country "FR") (gt $age 60))""", true)]
    [InlineData("""(or (eq $country "FR") (gt $age 70))""", false)]
    [InlineData("""(begins_with $email "jane")""", true)]
    [InlineData("""(ends_with $email "amazon.com")""", true)]
    [InlineData("""(contains $email "@")""", true)]
    [InlineData("""(contains $email "#")""", false)]
    [InlineData("""(in $country ["FR", "DE"])""", true)]
    [InlineData("""(in $country ["FR" "IT"])""", false)]
    [InlineData("""(in $age [64, 65])""", true)]
    [InlineData("""(matches in::$email pattern::"a.*\.com$")""", true)]
    [InlineData("""(matches pattern::"^x" in::$email)""", false)]
    [InlineData("""(exists key::"country")""", true)]
    [InlineData("""(exists key::"missing")""", false)]
    [InlineData("""(eq $quote "a\"b")""", true)]
    [InlineData("""(eq (exists key::"country") true)""", true)]
    [InlineData("""(eq $entityId "robot-1")""", true)]
    [InlineData("""(split by::$entityId pct::100)""", true)]
    [InlineData("""(split by::$entityId pct::0)""", false)]
    [InlineData("""(split by::$missing pct::100)""", false)]
    public void IsMet_OfAContext_FollowsTheUserGuide(string rule, bool expected) =>
        Assert.Equal(expected, Rule.Parse(rule, "flag").IsMet("robot-1", new Attributes(Context)));

    [Fact]
    public void Split_OfOneSeed_NestsAndOfAnotherIsIndependent()
    {
        var (narrow, wide, other) = (Split(20, "s"), Split(25, "s"), Split(25, "t"));
        var (inNarrow, inWide, inBoth) = (0, 0, 0);
        for (var i = 0; i < 40_000; i++)
        {
            if (Meets(narrow, i)) Assert.True(Meets(wide, i));
            inNarrow += Meets(narrow, i) ? 1 : 0;
            inWide += Meets(wide, i) ? 1 : 0;
            inBoth += Meets(wide, i) && Meets(other, i) ? 1 : 0;
        }

        // Within five standard deviations.
        Assert.InRange(inNarrow, 7_600, 8_400);
        Assert.InRange(inWide, 9_567, 10_433);
        Assert.InRange(inBoth, 2_258, 2_742);
    }

    [Fact]
    public void Split_WithoutASeed_TakesTheFlagsOwn()
    {
        var own = Rule.Parse("(split by::$entityId pct::50)", "flag");
        var same = Rule.Parse("""(split pct::50 seed::"flag" by::$entityId)""", "another");
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.Equal(Meets(own, i), Meets(same, i)));
    }

    [Theory]
    [InlineData("", "'('")]
    [InlineData("(eq $a 1", "its end")]
    [InlineData("(near $a 1)", "operator is 'near'")]
    [InlineData("(eq $a)", "lacks its operand right")]
    [InlineData("(eq $a 1) x", "the end of the rule")]
    [InlineData("(and (eq $a 1))", "at least 2")]
    [InlineData("(not $a)", "no expression")]
    [InlineData("(eq $a nonsense)", "a \"text\", a number")]
    [InlineData("(eq $a \"open)", "a closing quotation mark")]
    [InlineData("(split by::$a pct::101)", "0 to 100")]
    [InlineData("(split by::$a pct::\"x\")", "no number")]
    [InlineData("(matches in::$a pattern::\"(\")", "pattern is '('")]
    [InlineData("(exists key::$a)", "no \"text\"")]
    public void Parse_AWrongRule_SaysWhatAndWhere(string rule, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Rule.Parse(rule, "flag")).Message);

    [Fact]
    public void Parse_NestedWithoutEnd_IsRefusedAndNotFollowed()
    {
        var rule = string.Concat(Enumerable.Repeat("(not ", 10_000));
        Assert.Contains("at most 64 nested", Assert.Throws<FormatException>(() => Rule.Parse(rule, "flag")).Message);
    }

    private static Rule Split(int percent, string seed) => Rule.Parse($"""(split by::$entityId pct::{percent} seed::"{seed}")""", "flag");

    private static bool Meets(Rule rule, int entity) => rule.IsMet($"robot-{entity}", default);
}
