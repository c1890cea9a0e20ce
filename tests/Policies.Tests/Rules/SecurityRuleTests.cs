using System.Text.Json.Nodes;
using Policies.Security;
using Pulumi.Policy;

namespace Policies.Tests.Rules;

public class SecurityRuleTests
{
    private const string Logs = "arn:aws:logs:eu-central-1:123456789012:log-group:room-type:*";
    private const string Topic = """ "arn:aws:sns:eu-central-1:123456789012:alarms" """;
    private const string Key = "aws:kms/key:Key";
    private const string RolePolicy = "aws:iam/rolePolicy:RolePolicy";

    private readonly RulePack _pack = new(SecurityPack.Create());

    [Fact]
    public async Task UnknownRange_BesideAnOpenOne_DoesNotHideIt() => Assert.Equal(
        [("security-group-ingress", "mandatory"), ("security-group-ingress", "advisory")],
        await ToldAsync("aws:ec2/securityGroup:SecurityGroup", $$"""{ "ingress": [{ "cidrBlocks": ["{{RulePack.Unknown}}", "0.0.0.0/0"] }] }"""));

    [Fact]
    public async Task Egress_Anywhere_IsAllowed()
    {
        Assert.Empty(await ToldAsync("aws:ec2/securityGroup:SecurityGroup", """{ "egress": [{ "cidrBlocks": ["0.0.0.0/0"] }] }"""));
        Assert.Empty(await ToldAsync("aws:ec2/securityGroupRule:SecurityGroupRule", """{ "type": "egress", "cidrBlocks": ["0.0.0.0/0"] }"""));
    }

    [Theory]
    [InlineData("", Topic, "")]
    [InlineData(Topic, "", "")]
    [InlineData("", "", "Errors all")]
    public async Task Alarm_OrItsCompositeOne_TellsSomebody(string actions, string compositeActions, string named)
    {
        var found = await _pack.AnalyzeStackAsync(JsonNode.Parse($$"""
            [{ "name": "Errors", "type": "aws:cloudwatch/metricAlarm:MetricAlarm", "props": { "namespace": "AWS/Lambda", "metricName": "Errors", "alarmActions": [{{actions}}] } },
             { "name": "all", "type": "aws:cloudwatch/compositeAlarm:CompositeAlarm", "props": { "alarmActions": [{{compositeActions}}] }, "dependsOn": ["Errors"] }]
            """)!.AsArray());

        Assert.Equal(named, string.Join(' ', found.Select(one => one.Resource)));
    }

    [Fact]
    public async Task ApiPolicy_OfAResourceOfItsOwn_IsTheApis() => Assert.Empty(await _pack.AnalyzeStackAsync(JsonNode.Parse("""
        [{ "name": "api", "type": "aws:apigateway/restApi:RestApi", "props": {} },
         { "name": "policy", "type": "aws:apigateway/restApiPolicy:RestApiPolicy", "props": {}, "dependsOn": ["api"] }]
        """)!.AsArray()));

    [Theory]
    [InlineData($$"""{ "Action": "*", "Resource": "{{Logs}}" }""")]
    [InlineData("""{ "Action": "s3:Get*", "Resource": "arn:aws:s3:::models/*" }""")]
    [InlineData($$"""{ "NotAction": "iam:*", "Resource": "{{Logs}}" }""")]
    [InlineData($$"""{ "Action": "s3:GetObject", "NotResource": "{{Logs}}" }""")]
    [InlineData("""{ "Action": ["xray:PutTraceSegments", "s3:GetObject"], "Resource": "*" }""")]
    [InlineData("""{ "Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012:*" }""")]
    [InlineData($$"""{ "Action": "s3:GetObject", "Resource": "{{Logs}}", "Principal": { "AWS": ["*"] } }""")]
    public async Task Iam_TooWide_IsAViolation(string statement) => Assert.Equal([("iam-no-wildcard", "mandatory")], await ToldOfAsync(RolePolicy, statement));

    [Theory]
    [InlineData("""{ "Action": "xray:PutTraceSegments", "Resource": "*" }""")]
    [InlineData("""{ "Effect": "Deny", "Action": "*", "Resource": "*", "Principal": "*" }""")]
    [InlineData($$"""{ "Action": "execute-api:Invoke", "Resource": "{{Logs}}", "Principal": "*", "Condition": { "StringEquals": { "aws:SourceVpce": "vpce-1" } } }""")]
    public async Task Iam_NarrowEnough_IsNone(string statement) => Assert.Empty(await ToldOfAsync(RolePolicy, statement));

    [Fact]
    public async Task Iam_KeyOfTheAccountsRoot_MayBeUsedByIt()
    {
        static string Of(string principal) => $$"""{ "Action": "kms:*", "Resource": "*", "Principal": { "AWS": "arn:aws:iam::123456789012:{{principal}}" } }""";

        Assert.Empty(await ToldOfAsync(Key, Of("root")));
        Assert.Equal([("iam-no-wildcard", "mandatory")], await ToldOfAsync(Key, Of("role/x")));
    }

    [Fact]
    public async Task Evidently_IsAdvisedAgainst_OrForbidden()
    {
        const string project = "aws:evidently/project:Project";

        Assert.Equal([("no-evidently", "advisory")], await ToldAsync(project, "{}"));
        _pack.Configure(("no-evidently", EnforcementLevel.Mandatory, "{}"));
        Assert.Equal([("no-evidently", "mandatory")], await ToldAsync(project, "{}"));
    }

    [Fact]
    public async Task PlaintextInNetwork_IsForVpcLinksOnly()
    {
        _pack.Configure(("encryption-in-transit", EnforcementLevel.Mandatory, """{ "plaintextInNetwork": true }"""));
        const string integration = "aws:apigateway/integration:Integration";

        Assert.Empty(await ToldAsync("aws:lb/listener:Listener", """{ "protocol": "HTTP" }"""));
        Assert.Empty(await ToldAsync(integration, """{ "type": "HTTP_PROXY", "uri": "http://x", "connectionType": "VPC_LINK" }"""));
        Assert.Equal([("encryption-in-transit", "mandatory")], await ToldAsync(integration, """{ "type": "HTTP", "uri": "http://x" }"""));
    }

    [Fact]
    public async Task DemandedAlarms_AreConfiguration()
    {
        _pack.Configure(("alarms-present", EnforcementLevel.Mandatory, """{ "metrics": { "aws:lambda/function:Function": ["AWS/Lambda/IteratorAge"] } }"""));

        var found = await _pack.AnalyzeStackAsync(JsonNode.Parse("""[{ "name": "f", "type": "aws:lambda/function:Function", "props": {} }]""")!.AsArray());

        Assert.Equal(["the stack needs an alarm on AWS/Lambda/IteratorAge"], found.Select(one => one.Message));
    }

    private async Task<IEnumerable<(string, string)>> ToldAsync(string type, string props) =>
        (await _pack.AnalyzeAsync(type, JsonNode.Parse(props)!)).Select(one => (one.Policy, one.Level));

    private Task<IEnumerable<(string, string)>> ToldOfAsync(string type, string statement)
    {
        var allowed = JsonNode.Parse(statement)!.AsObject();
        allowed.TryAdd("Effect", "Allow");
        return ToldAsync(type, new JsonObject { ["policy"] = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(allowed) }.ToJsonString() }.ToJsonString());
    }
}
