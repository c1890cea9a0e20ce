using Cost.Tests.Support;
using RoomTypes.Cost;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Hosts;
using RoomTypes.Cost.Plans;
using RoomTypes.Cost.Tariffs;
using RoomTypes.Pricing;

namespace Cost.Tests.Estimates;

/// <summary>Sums done by hand, with the list prices of us-east-1.</summary>
public class EstimateTests
{
    private static readonly Planned Permission = Given.Resource("aws:lambda/permission:Permission", "gateway", """{"principal":"apigateway.amazonaws.com"}""", ("function", "room-type"));

    [Fact]
    public void Function_TenASecond_IsRequestsAndGigabyteSeconds()
    {
        var estimate = Given.Estimate(Workload.Steady(10, 0.1), Function(), Permission);

        // 10/s x 3,600 s x 730 h = 26.28 million requests, at 0.20 USD a million: 5.256 USD.
        // 1,769 MB are one vCPU, on which a picture takes 10 ms: 26.28e6 x 0.010 s x 1.7275390625 GB = 453,997 GB-s at 0.0000133334 USD.
        Assert.Equal(5.256 + (453_997.265625 * 0.0000133334), estimate.Monthly, 4);
        // A million requests and 400,000 GB-s are free.
        Assert.Equal(0.20 + (400_000 * 0.0000133334), estimate.FreeTier, 6);
        Assert.Equal(estimate.Monthly / 26.28, estimate.PerMillion!.Value, 9);
    }

    [Fact]
    public void Function_KeptReady_IsPaidForAllTheTimeAndLessWhileItRuns()
    {
        var kept = Given.Resource("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig", "warm", """{"provisionedConcurrentExecutions":2}""");

        var estimate = Given.Estimate(Workload.Steady(10, 0.1), Function(), Permission, kept);

        // 10/s x 10 ms = 0.1 at once: the two that are kept ready take them all.
        // Kept: 2 x 2,628,000 s x 1.7275390625 GB = 9,079,945.3125 GB-s at 0.0000033334; run: 453,997.265625 GB-s at 0.0000077778; requests 5.256.
        Assert.Equal((9_079_945.3125 * 0.0000033334) + (453_997.265625 * 0.0000077778) + 5.256, estimate.Of(Parts.Compute), 4);
    }

    [Fact]
    public void Function_ThatTheGatewayDoesNotCall_IsNotPaidForByItsRequests() => Assert.Equal(0, Given.Estimate(Workload.Steady(10, 0.1), Function()).Monthly);

    [Theory]
    // One vCPU answers 100 a second, is kept at half: 50 a task. 120/s need 2.4, so 3 tasks, of 2 to 4.
    [InlineData(120, 3)]
    [InlineData(1, 2)]
    [InlineData(1000, 4)]
    public void Tasks_ByRate_AreWhatTheRulesLeadToWithinLimits(double rps, int tasks)
    {
        var estimate = Given.Estimate(Workload.Steady(rps, 0.1), Fargate());

        // A task: 1 vCPU at 0.03238 USD an hour and 2 GB at 0.00356, 730 hours: 28.835 USD.
        Assert.Equal(tasks * 730 * (0.03238 + (2 * 0.00356)), estimate.Monthly, 6);
        Assert.Equal(rps > 200, estimate.Notes.Any(note => note.Contains("the stack allows 4", StringComparison.Ordinal)));
    }

    [Fact]
    public void Tasks_OfADay_AreOfEachHour()
    {
        // Half of the day 10/s (2 tasks), half 120/s (3 tasks): 2.5 on average.
        var day = new Workload([.. Enumerable.Repeat(10.0, 12), .. Enumerable.Repeat(120.0, 12)], 0.1);

        Assert.Equal(2.5 * 730 * (0.03238 + (2 * 0.00356)), Given.Estimate(day, Fargate()).Monthly, 6);
    }

    [Fact]
    public void Tasks_KeptByRequests_AreAsManyAsThatRuleSays()
    {
        var rule = Given.Resource("aws:appautoscaling/policy:Policy", "requests", """{"targetTrackingScalingPolicyConfiguration":{"customizedMetricSpecification":{"metrics":[]},"targetValue":600}}""");

        // 600 a minute and task are 10 a second: 35/s need 4, where CPU would need 1.
        Assert.Equal(4 * 730 * (0.03238 + (2 * 0.00356)), Given.Estimate(Workload.Steady(35, 0.1), [.. Fargate(), rule]).Monthly, 6);
    }

    [Theory]
    // A node keeps 0.35 vCPU: of 2 it has 1.65 for one pod of 1, of 4 it has 3.65 for three.
    [InlineData(1, 1, 1, 2)]
    [InlineData(3, 1, 1, 4)]
    [InlineData(4, 1, 4, 2)]
    [InlineData(2, 2.05, 2, 4)]
    public void Pods_OnNodes_ArePackedIntoTheFewestVcpus(int pods, double vcpus, int nodes, double each) => Assert.Equal((nodes, each), ClusterTariffs.Packed(pods, vcpus));

    [Fact]
    public void Pods_LargerThanAnyNode_AreRefused() => Assert.Contains("48", Assert.Throws<CostException>(() => ClusterTariffs.Packed(1, 64)).Message, StringComparison.Ordinal);

    [Fact]
    public void Gateway_PastItsFirstTier_IsCheaperFromThereOn()
    {
        // 200/s are 525.6 million a month: 333 million at 3.50 USD, 192.6 million at 2.80.
        var estimate = Given.Estimate(Workload.Steady(200, 0.1), Given.Resource("aws:apigateway/restApi:RestApi", "api", """{"endpointConfiguration":{"types":"PRIVATE"}}"""));

        Assert.Equal((333 * 3.5) + (192.6 * 2.8), estimate.Monthly, 6);
    }

    [Fact]
    public void Endpoint_InThreeZones_IsPaidForInEach()
    {
        var endpoint = Given.Resource("aws:ec2/vpcEndpoint:VpcEndpoint", "sts", """{"vpcEndpointType":"Interface","serviceName":"com.amazonaws.us-east-1.sts","subnetIds":["a","b","c"]}""");

        // 3 x 730 h x 0.01 USD.
        Assert.Equal(21.9, Given.Estimate(Workload.None, endpoint).Monthly, 9);
        Assert.Equal(0, Given.Estimate(Workload.None, Given.Resource("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", """{"vpcEndpointType":"Gateway"}""")).Monthly);
    }

    [Fact]
    public void Alarms_ByMetrics_AreFreeUpToTen()
    {
        var simple = Enumerable.Range(0, 9).Select(i => Given.Resource("aws:cloudwatch/metricAlarm:MetricAlarm", $"a{i}", """{"metricName":"Errors"}"""));
        var ratio = Given.Resource("aws:cloudwatch/metricAlarm:MetricAlarm", "ratio", """{"metricQueries":[{"expression":"a / b"},{"metric":{"metricName":"a"}},{"metric":{"metricName":"b"}}]}""");

        var estimate = Given.Estimate(Workload.None, [.. simple, ratio]);

        // 9 of one metric and one of two are 11 metrics, at 0.10 USD; ten are free.
        Assert.Equal(1.1, estimate.Monthly, 9);
        Assert.Equal(1.0, estimate.FreeTier, 9);
    }

    [Fact]
    public void Balancer_OfBigPictures_IsPaidForByBytes()
    {
        // 10/s of 1 MB and 1.2 KB: 36,000 x (1/1,024 + 1.2/1,048,576) GB = 35.197 GB an hour, an LCU each; 730 h x (0.0225 + 35.197 x 0.008) USD.
        var estimate = Given.Estimate(Workload.Steady(10, 1), Given.Resource("aws:lb/loadBalancer:LoadBalancer", "service", """{"loadBalancerType":"application"}"""));

        Assert.Equal(730 * (0.0225 + (35.19744873046875 * 0.008)), estimate.Monthly, 4);
    }

    [Fact]
    public void Database_ThatPauses_RunsWhileSomebodyAsks()
    {
        Planned[] resources =
        [
            Given.Resource("aws:rds/cluster:Cluster", "events", """{"backupRetentionPeriod":1,"serverlessv2ScalingConfiguration":{"minCapacity":0}}"""),
            Given.Resource("aws:rds/clusterInstance:ClusterInstance", "events-0", "{}", ("clusterIdentifier", "events")),
        ];

        // A GB at 0.10 USD while nothing is asked; else half a unit besides: 0.5 x 730 x 0.12 = 43.80 USD, and 2,628 requests of storage of nothing much.
        Assert.Equal(0.10, Given.Estimate(Workload.None, resources).Monthly, 6);
        Assert.InRange(Given.Estimate(Workload.Steady(0.001, 0.1), resources).Monthly, 43.90, 43.91);
    }

    [Fact]
    public void Logs_OfAGroupThatNobodyKnows_AreRefused() =>
        Assert.Contains("'mystery'", Assert.Throws<CostException>(() => Given.Estimate(Workload.None, Given.Resource("aws:cloudwatch/logGroup:LogGroup", "mystery"))).Message, StringComparison.Ordinal);

    [Theory]
    // Two vCPUs answer 200 a second and are kept at half, 100 an instance: 450/s need 5 of 2 to 6. Of the 3 beyond the base of 2, half are on spot, rounded down.
    [InlineData(450, 5, 1)]
    [InlineData(1, 2, 0)]
    public void Instances_ByRate_AreOnDemandAndOnSpot(double rps, int instances, int spot)
    {
        var estimate = Given.Estimate(Workload.Steady(rps, 0.1), [.. Ec2()]);

        Assert.Equal(730 * 0.0725 * (instances - spot + (0.4 * spot)), estimate.Of("compute"), 6);
        // 10 GB at 0.08 each; seven metrics at 0.30.
        Assert.Equal(instances * 10 * 0.08, estimate.Of("storage"), 6);
        Assert.Equal(instances * 7 * 0.3, estimate.Of("metrics, dashboards"), 6);
    }

    [Fact]
    public void Instances_KeptByRequests_AreAsManyAsThatRuleSays()
    {
        var rule = Given.Resource("aws:autoscaling/policy:Policy", "requests", """{"targetTrackingConfiguration":{"predefinedMetricSpecification":{"predefinedMetricType":"ALBRequestCountPerTarget"},"targetValue":600}}""");

        // 600 a minute and instance are 10 a second: 35/s need 4, where CPU would need 1; of the 2 beyond the base one is on spot.
        Assert.Equal(730 * 0.0725 * 3.4, Given.Estimate(Workload.Steady(35, 0.1), [.. Ec2(), rule]).Of("compute"), 6);
    }

    [Theory]
    // 1,200 a minute are 20 a second and instance: 70/s need 4 of 2 to 6, 1/s the least.
    [InlineData(70, 4)]
    [InlineData(1, 2)]
    public void Endpoint_WithInstances_HasAsManyAsItsRulesSay(double rps, int instances)
    {
        var work = Workload.Steady(rps, 0.1);
        var estimate = Given.Estimate(work,
            Given.Resource("aws:sagemaker/endpointConfiguration:EndpointConfiguration", "room-type", """{"productionVariants":[{"instanceType":"ml.c7g.large","initialInstanceCount":2}]}"""),
            Given.Resource("aws:appautoscaling/target:Target", "instances", """{"serviceNamespace":"sagemaker","minCapacity":2,"maxCapacity":6}"""),
            Given.Resource("aws:appautoscaling/policy:Policy", "requests", """{"targetTrackingScalingPolicyConfiguration":{"predefinedMetricSpecification":{"predefinedMetricType":"SageMakerVariantInvocationsPerInstance"},"targetValue":1200}}"""));

        Assert.Equal((instances * 730 * 0.087) + (((work.Requests * 0.1 / 1024) + (work.Requests * 1.2 / (1 << 20))) * 0.016), estimate.Of("compute"), 6);
    }

    [Fact]
    public void Endpoint_WithoutInstances_CostsTheTimeOfItsRequests()
    {
        var work = Workload.Steady(2, 0.1);
        var endpoint = Given.Resource("aws:sagemaker/endpointConfiguration:EndpointConfiguration", "room-type", """{"productionVariants":[{"serverlessConfig":{"maxConcurrency":20,"memorySizeInMb":2048}}]}""");
        var host = Assert.IsType<FunctionHost>(HostReader.Of(Given.Of(endpoint)));

        Assert.Equal(("SageMaker without instances", 20, 2.0, "x64"), (host.Kind, host.Most, host.Gigabytes, host.Processor));
        // 10 ms on 2 GB each.
        Assert.Equal((work.Requests * 0.01 * 2 * 0.00002) + (((work.Requests * 0.1 / 1024) + (work.Requests * 1.2 / (1 << 20))) * 0.016), Given.Estimate(work, endpoint).Of("compute"), 6);
    }

    [Theory]
    [InlineData("c7g.medium", 1, 2, "arm64")]
    [InlineData("ml.c7g.xlarge", 4, 8, "arm64")]
    [InlineData("m7i.2xlarge", 8, 32, "x64")]
    [InlineData("r7gd.xlarge", 4, 32, "arm64")]
    public void InstanceType_ByItsName_HasVcpusMemoryAndProcessor(string type, double vcpus, double gigabytes, string processor) =>
        Assert.Equal((vcpus, gigabytes, processor), (InstanceTypes.Vcpus(type), InstanceTypes.Gigabytes(type), InstanceTypes.Processor(type)));

    [Theory]
    [InlineData("c7g.metal", "'metal'")]
    [InlineData("t4g.large", "'t'")]
    [InlineData("large", "'large' is no type")]
    public void InstanceType_ThatIsNotKnown_IsRefused(string type, string why) => Assert.Contains(why, Assert.Throws<PriceException>(() => InstanceTypes.Gigabytes(type)).Message, StringComparison.Ordinal);

    private static Planned[] Ec2() =>
    [
        Given.Resource("aws:ec2/launchTemplate:LaunchTemplate", "template", """{"instanceType":"c7g.large","monitoring":{"enabled":true},"blockDeviceMappings":[{"ebs":{"volumeSize":10}}]}"""),
        Given.Resource("aws:autoscaling/group:Group", "service", """{"minSize":2,"maxSize":6,"mixedInstancesPolicy":{"launchTemplate":{"overrides":[{"instanceType":"c7g.large"}]},"instancesDistribution":{"onDemandBaseCapacity":2,"onDemandPercentageAboveBaseCapacity":50}}}"""),
        Given.Resource("aws:autoscaling/policy:Policy", "cpu", """{"targetTrackingConfiguration":{"predefinedMetricSpecification":{"predefinedMetricType":"ASGAverageCPUUtilization"},"targetValue":50}}"""),
    ];

    private static Planned Function() => Given.Resource("aws:lambda/function:Function", "room-type", """{"architectures":["arm64"],"memorySize":1769}""");

    private static Planned[] Fargate() =>
    [
        Given.Resource("aws:ecs/taskDefinition:TaskDefinition", "task", """{"cpu":"1024","memory":"2048","runtimePlatform":{"cpuArchitecture":"ARM64"}}"""),
        Given.Resource("aws:ecs/service:Service", "service", """{"desiredCount":2}""", ("taskDefinition", "task")),
        Given.Resource("aws:appautoscaling/target:Target", "tasks", """{"serviceNamespace":"ecs","minCapacity":2,"maxCapacity":4}"""),
        Given.Resource("aws:appautoscaling/policy:Policy", "cpu", """{"targetTrackingScalingPolicyConfiguration":{"predefinedMetricSpecification":{"predefinedMetricType":"ECSServiceAverageCPUUtilization"},"targetValue":50}}"""),
    ];
}
