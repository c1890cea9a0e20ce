using System.Text.Json;
using Pulumi;
using Pulumi.Aws.ApiGateway;
using Pulumi.Aws.WafV2;
using Pulumi.Aws.WafV2.Inputs;
using Stacks.Configuration;

namespace Stacks.Gateway;

/// <summary>
/// A web ACL before the API's stage: addresses of ill repute, known attacks, and a limit by address. Rules that read bodies only count, as
/// pictures and Protocol Buffers look like anything.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html</remarks>
internal static class Firewall
{
    private const int WindowSeconds = 300;

    // The least that AWS takes.
    private const int LeastLimit = 10;

    private static readonly string[] Counted = ["SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "EC2MetaDataSSRF_BODY", "NoUserAgent_HEADER"];
    private static readonly string[] CountedInputs = ["JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "ReactJSRCE_BODY"];

    public static void Create(Stage stage, GatewaySettings gateway)
    {
        var rules = new[]
        {
            Managed("reputation", 0, "AWSManagedRulesAmazonIpReputationList"),
            Managed("inputs", 1, "AWSManagedRulesKnownBadInputsRuleSet", CountedInputs),
            Managed("common", 2, "AWSManagedRulesCommonRuleSet", Counted),
            ByAddress("rate", 3, gateway.Rate),
        };
        var acl = new WebAcl(
            "api",
            new WebAclArgs
            {
                Scope = "REGIONAL",
                Description = "Before the stage of the API",
                DefaultAction = new WebAclDefaultActionArgs { Allow = new WebAclDefaultActionAllowArgs() },
                VisibilityConfig = new WebAclVisibilityConfigArgs { MetricName = "api", CloudwatchMetricsEnabled = true, SampledRequestsEnabled = false },
                RuleJson = JsonSerializer.Serialize(rules),
            },
            new CustomResourceOptions { Parent = stage });
        _ = new WebAclAssociation("api", new WebAclAssociationArgs { ResourceArn = stage.Arn, WebAclArn = acl.Arn }, new CustomResourceOptions { Parent = acl });
    }

    private static Dictionary<string, object> Managed(string name, int priority, string group, params string[] counted)
    {
        var statement = new Dictionary<string, object> { ["VendorName"] = "AWS", ["Name"] = group };
        if (counted.Length > 0)
            statement["RuleActionOverrides"] = counted.Select(rule => new { Name = rule, ActionToUse = new { Count = new { } } }).ToArray();
        return Rule(name, priority, "ManagedRuleGroupStatement", statement, "OverrideAction", "None");
    }

    // One address alone may use the whole rate for a window.
    private static Dictionary<string, object> ByAddress(string name, int priority, int rate) => Rule(
        name, priority, "RateBasedStatement", new { Limit = Math.Max(LeastLimit, rate * WindowSeconds), EvaluationWindowSec = WindowSeconds, AggregateKeyType = "IP" }, "Action", "Block");

    private static Dictionary<string, object> Rule(string name, int priority, string kind, object statement, string actionKind, string action) => new()
    {
        ["Name"] = name,
        ["Priority"] = priority,
        ["Statement"] = new Dictionary<string, object> { [kind] = statement },
        [actionKind] = new Dictionary<string, object> { [action] = new { } },
        // Samples would hold headers and addresses of callers.
        ["VisibilityConfig"] = new { MetricName = name, CloudWatchMetricsEnabled = true, SampledRequestsEnabled = false },
    };
}
