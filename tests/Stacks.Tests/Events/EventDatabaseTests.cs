using System.Collections.Immutable;

namespace Stacks.Tests.Events;

public class EventDatabaseTests
{
    private const string Cluster = "aws:rds/cluster:Cluster";
    private const string Instance = "aws:rds/clusterInstance:ClusterInstance";

    public static TheoryData<string, string> Kept
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var row in StackRun.Matrix.Where(row => (string)row[0] != "dev"))
                data.Add((string)row[0], (string)row[1]);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task Database_OfAnyBackend_IsEncryptedPrivateAndLetsTheServiceInAlone(string environment, string backend)
    {
        var mocks = await StackRun.OfAsync(environment, backend);
        var cluster = mocks.One(Cluster);

        Assert.Equal((true, "arn:aws:mock:eu-central-1:123456789012:key"), ((bool)cluster["storageEncrypted"], (string)cluster["kmsKeyId"]));
        Assert.Equal(["events-id"], cluster.Texts("vpcSecurityGroupIds"));
        Assert.Equal(mocks.All("aws:ec2/subnet:Subnet").Count, mocks.One("aws:rds/subnetGroup:SubnetGroup").Texts("subnetIds").Count);
        Assert.Equal(("rds.force_ssl", "1"), mocks.One("aws:rds/clusterParameterGroup:ClusterParameterGroup").Maps("parameters").Select(one => ((string)one["name"], (string)one["value"])).Single());
        Assert.All(mocks.All(Instance), instance => Assert.Equal(false, instance["publiclyAccessible"]));
        var incoming = Assert.Single(mocks.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"), rule => (string)rule["securityGroupId"] == "events-id");
        Assert.Equal((5432.0, 5432.0), ((double)incoming["fromPort"], (double)incoming["toPort"]));
        Assert.Equal(backend switch { "lambda" => "function-id", "fargate" => "tasks-id", "ec2" => "instances-id", "sagemaker" => "endpoint-id", _ => "sg-cluster" }, incoming["referencedSecurityGroupId"]);
        Assert.DoesNotContain(mocks.All("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"), rule => (string)rule["securityGroupId"] == "events-id");
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task Password_OfAnyBackend_IsMadeAndRotatedByRds(string environment, string backend)
    {
        var mocks = await StackRun.OfAsync(environment, backend);
        var cluster = mocks.One(Cluster);

        Assert.Equal((true, "arn:aws:mock:eu-central-1:123456789012:key"), ((bool)cluster["manageMasterUserPassword"], (string)cluster["masterUserSecretKmsKeyId"]));
        Assert.DoesNotContain("masterPassword", cluster.Keys);
        Assert.Empty(mocks.All("aws:secretsmanager/secret:Secret"));
    }

    [Theory]
    [InlineData("staging", 0.0, 1_800.0, 1, false)]
    [InlineData("prod", 1.0, null, 2, true)]
    public async Task Database_OfAnEnvironment_IsAsMuchAsItIsWorth(string environment, double least, double? pause, int instances, bool isKept)
    {
        var mocks = await StackRun.OfAsync(environment, "fargate");
        var cluster = mocks.One(Cluster);

        var capacity = cluster.Map("serverlessv2ScalingConfiguration");
        Assert.Equal((least, pause), ((double)capacity["minCapacity"], (double?)capacity.GetValueOrDefault("secondsUntilAutoPause")));
        Assert.Equal(instances, mocks.All(Instance).Count);
        Assert.Equal((isKept, !isKept), ((bool)cluster["deletionProtection"], (bool)cluster["skipFinalSnapshot"]));
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html
        Assert.Matches("^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$", (string)cluster["finalSnapshotIdentifier"]);
    }

    [Theory]
    [InlineData("lambda")]
    [InlineData("fargate")]
    [InlineData("eks")]
    public async Task Events_None_NeedNoDatabase(string backend)
    {
        var mocks = await StackRun.OfAsync("dev", backend);

        Assert.DoesNotContain(mocks.Created, resource => resource.Type!.StartsWith("aws:rds/", StringComparison.Ordinal));
        Assert.DoesNotContain(mocks.All("aws:cloudwatch/metricAlarm:MetricAlarm"), alarm => ((string)alarm["name"]).Contains("-events-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lambda")]
    [InlineData("fargate")]
    [InlineData("eks")]
    public async Task Database_ThatIsThere_IsTakenAndNoneMade(string backend) =>
        Assert.DoesNotContain((await StackRun.RunAsync("staging", ("backend", backend), ("eventsDatabase", "Host=db"))).Created, resource => resource.Type!.StartsWith("aws:rds/", StringComparison.Ordinal));

    [Fact]
    public async Task Function_ThatKeepsEvents_IsInTheNetworkWithTheRightToBe()
    {
        var mocks = await StackRun.OfAsync("staging", "lambda");

        var network = mocks.One("aws:lambda/function:Function").Map("vpcConfig");
        Assert.Equal((2, "function-id"), (network.Texts("subnetIds").Count, Assert.Single(network.Texts("securityGroupIds"))));
        Assert.Contains(mocks.All("aws:iam/rolePolicyAttachment:RolePolicyAttachment"), attached => (string)attached["policyArn"] == "arn:aws:iam::aws:policy/service-role/AWSLambdaENIManagementAccess");
    }

    [Fact]
    public async Task Function_ThatKeepsNone_IsInNoNetwork() => Assert.DoesNotContain("vpcConfig", (await StackRun.OfAsync("dev", "lambda")).One("aws:lambda/function:Function").Keys);

    /// <summary>Only from two ACU on is there room for it, and then it is encrypted.</summary>
    [Theory]
    [InlineData("1", false)]
    [InlineData("2", true)]
    public async Task Insights_OfASmallDatabase_AreOff(string least, bool isOn)
    {
        var instances = (await StackRun.RunAsync("prod", ("eventsMinAcu", least))).All(Instance);

        Assert.All(instances, instance => Assert.Equal((isOn, isOn), ((bool)instance["performanceInsightsEnabled"], instance.ContainsKey("performanceInsightsKmsKeyId"))));
    }

    [Fact]
    public async Task Alarms_OfTheDatabase_KnowItsLimits()
    {
        var alarms = (await StackRun.OfAsync("prod", "eks")).All("aws:cloudwatch/metricAlarm:MetricAlarm").ToDictionary(alarm => (string)alarm["name"]);

        Assert.Equal(("ACUUtilization", 85.0), Watched(alarms["room-type-prod-events-capacity"]));
        // 85 percent of 8 times 189.
        Assert.Equal(("DatabaseConnections", 1_285.0), Watched(alarms["room-type-prod-events-connections"]));
        Assert.Equal(("events-refused", 1.0), Watched(alarms["room-type-prod-events-refused"]));
    }

    private static (string, double) Watched(ImmutableDictionary<string, object> alarm) => ((string)alarm["metricName"], (double)alarm["threshold"]);
}
