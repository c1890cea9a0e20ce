using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using Pulumi;

namespace Stacks.Tests;

/// <summary>What holds in every environment with every backend.</summary>
public partial class EveryStackTests
{
    public static TheoryData<string, string> Matrix => StackRun.Matrix;

    private static readonly Dictionary<string, Type> Taggable = typeof(Pulumi.Aws.Ecr.Repository).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<ResourceTypeAttribute>() is not null)
        .Where(type => type.GetProperty("Tags") is not null)
        .ToDictionary(type => type.GetCustomAttribute<ResourceTypeAttribute>()!.Type);

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Methods_All_AreSignedAndThrottled(string environment, string backend)
    {
        var mocks = await StackRun.OfAsync(environment, backend);

        var methods = mocks.All("aws:apigateway/method:Method");
        Assert.Equal(global::Stacks.Gateway.Routes.All.Count, methods.Count);
        Assert.All(methods, method => Assert.Equal("AWS_IAM", method["authorization"]));
        Assert.Contains(mocks.All("aws:apigateway/methodSettings:MethodSettings"), settings => (string)settings["methodPath"] == "*/*");
        Assert.All(mocks.All("aws:apigateway/methodSettings:MethodSettings"), settings =>
        {
            Assert.InRange((double)settings.Map("settings")["throttlingRateLimit"], 1, 10_000);
            Assert.InRange((double)settings.Map("settings")["throttlingBurstLimit"], 1, 5_000);
        });
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Network_Anything_IsPrivate(string environment, string backend)
    {
        var mocks = await StackRun.OfAsync(environment, backend);

        foreach (var type in new[] { "aws:ec2/internetGateway:InternetGateway", "aws:ec2/natGateway:NatGateway", "aws:ec2/eip:Eip", "aws:lambda/functionUrl:FunctionUrl" })
            Assert.Empty(mocks.All(type));
        Assert.All(mocks.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"), rule => Assert.NotEqual("0.0.0.0/0", rule.GetValueOrDefault("cidrIpv4")));
        Assert.All(mocks.All("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"), rule => Assert.NotEqual("0.0.0.0/0", rule.GetValueOrDefault("cidrIpv4")));
        Assert.All(mocks.All("aws:ec2/subnet:Subnet"), subnet => Assert.Equal(false, subnet["mapPublicIpOnLaunch"]));
        Assert.All(mocks.All("aws:lb/loadBalancer:LoadBalancer"), balancer => Assert.Equal(true, balancer["internal"]));
        Assert.All(mocks.All("aws:lb/listener:Listener"), listener => Assert.Equal("HTTPS", listener["protocol"]));
        Assert.All(mocks.All("aws:ecs/service:Service"), service => Assert.Equal(false, service.Map("networkConfiguration")["assignPublicIp"]));
        Assert.All(mocks.All("aws:eks/cluster:Cluster"), cluster => Assert.Equal(["192.0.2.0/24"], cluster.Map("vpcConfig").Texts("publicAccessCidrs")));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Tags_Everything_HasAllSix(string environment, string backend)
    {
        var mocks = await StackRun.OfAsync(environment, backend);

        var tagged = mocks.Created.Where(resource => Taggable.ContainsKey(resource.Type!)).ToList();
        Assert.NotEmpty(tagged);
        Assert.All(tagged, resource =>
        {
            Assert.True(resource.Inputs.ContainsKey("tags"), $"{resource.Type} {resource.Name} has no tags");
            var tags = resource.Type == "aws:autoscaling/group:Group" ? OfGroup(resource.Inputs) : resource.Inputs.Map("tags");
            Assert.Equal("room-type", tags["Project"]);
            Assert.Equal(environment, tags["Environment"]);
            Assert.Equal($"room-type-{environment}", tags["Stack"]);
            Assert.Equal("perception", tags["Owner"]);
            Assert.Equal($"cloud-{environment}", tags["CostCenter"]);
            Assert.Equal("pulumi", tags["ManagedBy"]);
        });
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Logs_All_EndAndAreEncrypted(string environment, string backend)
    {
        var mocks = await StackRun.OfAsync(environment, backend);

        var days = environment switch { "dev" => 7.0, "staging" => 30.0, _ => 365.0 };
        Assert.All(mocks.All("aws:cloudwatch/logGroup:LogGroup"), group =>
        {
            Assert.Equal(days, group["retentionInDays"]);
            Assert.Contains(":key", (string)group["kmsKeyId"], StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Images_All_AreDigests(string environment, string backend)
    {
        var mocks = await StackRun.OfAsync(environment, backend);

        var images = backend switch
        {
            "lambda" => [(string)mocks.One("aws:lambda/function:Function")["imageUri"]],
            "sagemaker" => [(string)mocks.One("aws:sagemaker/model:Model").Map("primaryContainer")["image"]],
            "ec2" => Ec2Image().Matches(mocks.UserData()).Select(image => image.Value),
            "fargate" => mocks.One("aws:ecs/taskDefinition:TaskDefinition").Json("containerDefinitions").EnumerateArray().Select(container => container.GetProperty("image").GetString()!),
            _ => mocks.One("kubernetes:apps/v1:Deployment").Map("spec").Map("template").Map("spec").Maps("containers").Select(container => (string)container["image"]),
        };
        Assert.All(images, image => Assert.Matches(Digest(), image));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Alarms_All_TellTheTopicAndAreInTheComposite(string environment, string backend)
    {
        var mocks = await StackRun.OfAsync(environment, backend);

        var alarms = mocks.All("aws:cloudwatch/metricAlarm:MetricAlarm");
        var composites = mocks.All("aws:cloudwatch/compositeAlarm:CompositeAlarm").ToDictionary(composite => (string)composite["alarmName"]);
        var rule = (string)composites[$"room-type-{environment}-unwell"]["alarmRule"];
        Assert.True(alarms.Count >= 6, $"only {alarms.Count} alarms");
        // By itself, or what it is a part of does: never both, and never neither.
        Assert.All(alarms, alarm =>
        {
            var name = $"ALARM(\"{alarm["name"]}\")";
            var whole = composites.Values.SingleOrDefault(composite => composite.ContainsKey("alarmActions") && ((string)composite["alarmRule"]).Contains(name, StringComparison.Ordinal));
            var teller = whole ?? alarm;
            Assert.Equal(whole is null, alarm.ContainsKey("alarmActions"));
            Assert.Single(teller.Texts("alarmActions"));
            Assert.NotEmpty((string)alarm["alarmDescription"]);
            Assert.Contains(whole is null ? name : $"ALARM(\"{whole["alarmName"]}\")", rule, StringComparison.Ordinal);
        });
        Assert.Equal(environment == "prod", alarms.Any(alarm => (string)alarm["name"] == "room-type-prod-api-silence"));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Alarms_All_LookAtTheFirstHundredRequests(string environment, string backend)
    {
        var mocks = await StackRun.OfAsync(environment, backend);

        var alarms = mocks.All("aws:cloudwatch/metricAlarm:MetricAlarm");
        Assert.All(alarms, alarm => Assert.DoesNotContain("extendedStatistic", alarm.Keys));
        var slow = alarms.Where(alarm => ((string)alarm["name"]).EndsWith("-latency", StringComparison.Ordinal) || ((string)alarm["name"]).EndsWith("-duration", StringComparison.Ordinal)).ToList();
        Assert.Equal((environment, backend) switch { ("dev", _) or (_, "ec2" or "sagemaker") => 2, (_, "lambda") => 3, _ => 4 }, slow.Count);
        Assert.All(slow, alarm =>
        {
            var queries = alarm.Maps("metricQueries").ToDictionary(query => (string)query["id"]);
            Assert.Equal("IF(whole >= 100, 100 * part / whole, 0)", queries["share"]["expression"]);
            Assert.Matches(@"^TC\([0-9.]+:\)$", (string)queries["part"].Map("metric")["stat"]);
            Assert.Equal("SampleCount", queries["whole"].Map("metric")["stat"]);
            // More than one in a hundred, as a 99th percentile says it.
            Assert.InRange((double)alarm["threshold"], 1.001, 1.99);
        });
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Alarms_Composite_TellsNobodyAgain(string environment, string backend) =>
        Assert.DoesNotContain("alarmActions", (await StackRun.OfAsync(environment, backend)).All("aws:cloudwatch/compositeAlarm:CompositeAlarm").Single(alarm => (string)alarm["alarmName"] == $"room-type-{environment}-unwell").Keys);

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Alarms_Objectives_BurnInTwoWindowsAtTheWorkbooksRates(string environment, string backend)
    {
        var mocks = await StackRun.OfAsync(environment, backend);

        foreach (var (name, mayFail) in new[] { ("availability", 0.5), ("latency", 1) })
        {
            foreach (var (pace, rate, hours) in new[] { ("fast", 14.4, 1), ("slow", 6.0, 6) })
            {
                var windows = new[] { "long", "short" }.Select(window => mocks.All("aws:cloudwatch/metricAlarm:MetricAlarm").Single(alarm => (string)alarm["name"] == $"room-type-{environment}-{name}-{pace}-{window}")).ToList();
                Assert.Equal([rate * mayFail, rate * mayFail], windows.Select(alarm => Math.Round((double)alarm["threshold"], 6)));
                // https://sre.google/workbook/alerting-on-slos/: the short window is a twelfth of the long one.
                Assert.Equal([hours * 3_600.0, hours * 300.0], windows.Select(alarm => Convert.ToDouble(alarm.Maps("metricQueries").First(query => (string)query["id"] == "whole").Map("metric")["period"], System.Globalization.CultureInfo.InvariantCulture)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Certificates_BehindTheGateway_AreOfTheDomainOfTheIntegrations(string environment, string backend)
    {
        var mocks = await StackRun.OfAsync(environment, backend);

        var integrations = mocks.All("aws:apigateway/integration:Integration");
        var domain = (string)mocks.One("aws:acm/certificate:Certificate")["domainName"];
        Assert.All(integrations, integration =>
        {
            Assert.Equal(29_000.0, integration["timeoutMilliseconds"]);
            if (backend == "lambda")
                Assert.Equal(("AWS_PROXY", "POST"), ((string)integration["type"], (string)integration["integrationHttpMethod"]));
            else if (backend == "sagemaker")
                Assert.StartsWith("arn:aws:apigateway:eu-central-1:runtime.sagemaker:path/endpoints/room-type-", (string)integration["uri"], StringComparison.Ordinal);
            else
                Assert.StartsWith($"https://{domain}/", (string)integration["uri"], StringComparison.Ordinal);
        });
    }

    // A list, of which each says whether instances get it.
    private static ImmutableDictionary<string, object> OfGroup(ImmutableDictionary<string, object> group) => group.Maps("tags").Where(tag => (bool)tag["propagateAtLaunch"]).ToImmutableDictionary(tag => (string)tag["key"], tag => tag["value"]);

    [GeneratedRegex(@"[0-9]{12}\.dkr\.ecr\.\S+")]
    private static partial Regex Ec2Image();

    [GeneratedRegex("@sha256:[0-9a-f]{64}$")]
    private static partial Regex Digest();
}
