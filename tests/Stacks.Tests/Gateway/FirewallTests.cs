using System.Text.Json;

namespace Stacks.Tests.Gateway;

public class FirewallTests
{
    [Fact]
    public async Task Firewall_Asked_IsBeforeTheStageWithManagedRulesAndALimitByAddress()
    {
        var mocks = await StackRun.RunAsync("dev", ("waf", "true"), ("throttleRate", "10"));

        Assert.Equal("arn:aws:mock:eu-central-1:123456789012:live", mocks.One("aws:wafv2/webAclAssociation:WebAclAssociation")["resourceArn"]);
        var acl = mocks.One("aws:wafv2/webAcl:WebAcl");
        Assert.Equal("REGIONAL", acl["scope"]);
        using var rules = JsonDocument.Parse((string)acl["ruleJson"]);
        Assert.Equal(
            ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet"],
            rules.RootElement.EnumerateArray().Where(rule => rule.TryGetProperty("OverrideAction", out _)).Select(rule => rule.GetProperty("Statement").GetProperty("ManagedRuleGroupStatement").GetProperty("Name").GetString()!));
        var rate = rules.RootElement.EnumerateArray().Single(rule => rule.TryGetProperty("Action", out _));
        Assert.Equal(3_000, rate.GetProperty("Statement").GetProperty("RateBasedStatement").GetProperty("Limit").GetInt32());
        Assert.Equal([0, 1, 2, 3], rules.RootElement.EnumerateArray().Select(rule => rule.GetProperty("Priority").GetInt32()));
    }

    [Fact]
    public async Task Firewall_RulesThatReadBodies_OnlyCount()
    {
        using var rules = JsonDocument.Parse((string)(await StackRun.RunAsync("dev", ("waf", "true"))).One("aws:wafv2/webAcl:WebAcl")["ruleJson"]);

        var common = rules.RootElement.EnumerateArray().Single(rule => rule.GetProperty("Name").GetString() == "common").GetProperty("Statement").GetProperty("ManagedRuleGroupStatement");
        var counted = common.GetProperty("RuleActionOverrides").EnumerateArray().Where(rule => rule.GetProperty("ActionToUse").TryGetProperty("Count", out _)).Select(rule => rule.GetProperty("Name").GetString()!);
        // https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
        Assert.Superset(new HashSet<string> { "SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "EC2MetaDataSSRF_BODY" }, counted.ToHashSet());
    }

    [Fact]
    public async Task Firewall_NotAsked_IsNone() => Assert.Empty((await StackRun.OfAsync("dev", "lambda")).All("aws:wafv2/webAcl:WebAcl"));
}
