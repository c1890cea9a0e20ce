namespace Stacks.Tests.Backends;

public class Ec2BackendTests
{
    private const string Group = "aws:autoscaling/group:Group";
    private const string Template = "aws:ec2/launchTemplate:LaunchTemplate";

    [Fact]
    public async Task Template_Instances_AreEncryptedPrivateAndAskedByToken()
    {
        var template = (await StackRun.OfAsync("prod", "ec2")).One(Template);

        var disk = Assert.Single(template.Maps("blockDeviceMappings")).Map("ebs");
        Assert.Equal(("true", "gp3"), (disk["encrypted"], disk["volumeType"]));
        Assert.Contains(":key", (string)disk["kmsKeyId"], StringComparison.Ordinal);
        Assert.Equal("false", Assert.Single(template.Maps("networkInterfaces"))["associatePublicIpAddress"]);
        Assert.Equal(("required", 1.0), (template.Map("metadataOptions")["httpTokens"], template.Map("metadataOptions")["httpPutResponseHopLimit"]));
        Assert.DoesNotContain("keyName", template.Keys);
        Assert.Equal(["network-interface", "volume"], template.Maps("tagSpecifications").Select(of => (string)of["resourceType"]).Order());
    }

    [Theory]
    [InlineData("arm64", "al2023-ami-kernel-default-arm64", "c7g.large")]
    [InlineData("x64", "al2023-ami-kernel-default-x86_64", "c7i.large")]
    public async Task Template_Image_IsAmazonLinuxOfTheArchitecture(string architecture, string image, string type)
    {
        var mocks = await StackRun.RunAsync("staging", ("backend", "ec2"), ("architecture", architecture));

        Assert.Equal($"/aws/service/ami-amazon-linux-latest/{image}", Assert.Single(mocks.Calls, call => call.Token!.StartsWith("aws:ssm/", StringComparison.Ordinal)).Args["name"]);
        Assert.Equal("ami-0123456789abcdef0", mocks.One(Template)["imageId"]);
        Assert.Equal(type, mocks.One(Template)["instanceType"]);
    }

    [Fact]
    public async Task Template_ImageThatIsGiven_IsAskedForNowhere()
    {
        var mocks = await StackRun.RunAsync("staging", ("backend", "ec2"), ("ec2MachineImage", "ami-00000000000000001"));

        Assert.Equal("ami-00000000000000001", mocks.One(Template)["imageId"]);
        Assert.DoesNotContain(mocks.Calls, call => call.Token!.StartsWith("aws:ssm/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Group_OfStaging_MixesTypesAndSpotOverTheZones()
    {
        var group = (await StackRun.OfAsync("staging", "ec2")).One(Group);

        var mixed = group.Map("mixedInstancesPolicy");
        Assert.Equal(["c7g.large", "c6g.large", "m7g.large", "m6g.large"], mixed.Map("launchTemplate").Maps("overrides").Select(one => (string)one["instanceType"]));
        Assert.Equal("3", mixed.Map("launchTemplate").Map("launchTemplateSpecification")["version"]);
        Assert.Equal((2.0, 50.0), ((double)mixed.Map("instancesDistribution")["onDemandBaseCapacity"], (double)mixed.Map("instancesDistribution")["onDemandPercentageAboveBaseCapacity"]));
        Assert.Equal((2.0, 4.0, "ELB", true), ((double)group["minSize"], (double)group["maxSize"], (string)group["healthCheckType"], (bool)group["capacityRebalance"]));
        Assert.Equal(["autoscaling:EC2_INSTANCE_LAUNCHING ABANDON", "autoscaling:EC2_INSTANCE_TERMINATING CONTINUE"], group.Maps("initialLifecycleHooks").Select(hook => $"{hook["lifecycleTransition"]} {hook["defaultResult"]}").Order());
    }

    [Fact]
    public async Task Group_WithAWarmPool_IsAnotherGroupOfOneType()
    {
        var mocks = await StackRun.RunAsync("staging", ("backend", "ec2"), ("ec2WarmPool", "2"), ("ec2InstanceTypes", """["c7g.large"]"""), ("ec2SpotPercent", "0"));
        var group = mocks.One(Group);

        Assert.DoesNotContain("mixedInstancesPolicy", group.Keys);
        Assert.Equal(("room-type-staging-warm", "3"), (group["name"], group.Map("launchTemplate")["version"]));
        Assert.Equal(("Stopped", 2.0), (group.Map("warmPool")["poolState"], group.Map("warmPool")["minSize"]));
        Assert.Contains("GROUP=room-type-staging-warm\n", mocks.UserData(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ec2WarmPool is 1 but ec2InstanceTypes names 0 types and ec2SpotPercent is 50: EC2 keeps no warm pool", "ec2WarmPool=1")]
    [InlineData("ec2WarmPool is 1 but ec2InstanceTypes names 2 types", "ec2WarmPool=1", "ec2SpotPercent=0", "ec2InstanceTypes=[\"c7g.large\",\"c6g.large\"]")]
    [InlineData("ec2InstanceTypes name c7i.large, which is x64, but architecture is arm64", "ec2InstanceTypes=[\"c7i.large\",\"c7g.large\"]")]
    [InlineData("ec2InstanceTypes name m7gd.large, which is arm64, but architecture is x64", "architecture=x64", "ec2InstanceTypes=[\"m7gd.large\"]")]
    [InlineData("ec2MinInstances is 5 but ec2MaxInstances is 4", "ec2MinInstances=5")]
    [InlineData("ec2MachineImage is 'newest'", "ec2MachineImage=newest")]
    public async Task Settings_ThatContradict_AreRefused(string why, params string[] changes)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync("staging", [("backend", "ec2"), .. changes.Select(change => change.Split('=', 2)).Select(pair => (pair[0], pair[1]))]));

        Assert.Contains(why, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scaling_Instances_FollowsCpuRequestsAndAForecast()
    {
        var mocks = await StackRun.RunAsync("prod", ("backend", "ec2"), ("ec2PredictiveScaling", "scale"));
        var policies = mocks.All("aws:autoscaling/policy:Policy");

        Assert.Equal(["PredictiveScaling", "TargetTrackingScaling", "TargetTrackingScaling"], policies.Select(policy => (string)policy["policyType"]).Order());
        var requests = policies.Single(policy => policy.TryGetValue("targetTrackingConfiguration", out var tracking) && $"{((System.Collections.Immutable.ImmutableDictionary<string, object>)tracking).Map("predefinedMetricSpecification")["predefinedMetricType"]}" == "ALBRequestCountPerTarget");
        Assert.Equal("app/service/1/targetgroup/targets/1", requests.Map("targetTrackingConfiguration").Map("predefinedMetricSpecification")["resourceLabel"]);
        Assert.Equal("ForecastAndScale", policies.Single(policy => (string)policy["policyType"] == "PredictiveScaling").Map("predictiveScalingConfiguration")["mode"]);
    }

    [Fact]
    public async Task Targets_OfTheBalancer_AreInstances() =>
        Assert.Equal("instance", (await StackRun.OfAsync("prod", "ec2")).One("aws:lb/targetGroup:TargetGroup")["targetType"]);

    [Fact]
    public async Task Dev_WithoutACanary_IsRefreshedByTheUpdate()
    {
        var group = (await StackRun.OfAsync("dev", "ec2")).One(Group);

        var preferences = group.Map("instanceRefresh").Map("preferences");
        Assert.DoesNotContain("autoRollback", preferences.Keys);
        Assert.Contains("room-type-dev-ec2-target-errors", preferences.Map("alarmSpecification").Texts("alarms"));
        Assert.DoesNotContain("instanceRefresh", (await StackRun.OfAsync("prod", "ec2")).One(Group).Keys);
    }

    /// <summary>Another connection string is another version of the secret, and so another version of the template.</summary>
    [Fact]
    public async Task Database_OfAnotherPlace_IsInTheScriptByTheSecretsVersionAlone()
    {
        var mocks = await StackRun.RunAsync("dev", ("backend", "ec2"), ("events", "postgres"), ("eventsDatabase", "Host=db;Password=hidden"));

        Assert.Matches("room-type-host secret RoomType__Events__ConnectionString arn:aws:mock:eu-central-1:123456789012:events v1\n", mocks.UserData());
        Assert.DoesNotContain("hidden", mocks.UserData(), StringComparison.Ordinal);
        Assert.Contains(mocks.All("aws:ec2/vpcEndpoint:VpcEndpoint"), endpoint => (string)endpoint["serviceName"] == "com.amazonaws.eu-central-1.secretsmanager");
    }

    [Fact]
    public async Task Endpoints_OfInstances_AreThoseThatTheyAsk() => Assert.Equal(
        ["autoscaling", "ecr.api", "ecr.dkr", "logs", "s3", "ssm", "ssmmessages"],
        (await StackRun.OfAsync("dev", "ec2")).All("aws:ec2/vpcEndpoint:VpcEndpoint").Select(endpoint => ((string)endpoint["serviceName"])["com.amazonaws.eu-central-1.".Length..]).Order(StringComparer.Ordinal));
}
