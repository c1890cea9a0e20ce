using Pulumi.Engine.Projects;

namespace Stacks.Tests.Configuration;

public class SettingsTests
{
    [Fact]
    public async Task Load_SeveralFaults_AreToldAtOnce()
    {
        var message = await RefusalAsync(
            ("backend", "ec3"),
            ("imageDigest", "latest"),
            ("lambdaMemoryMb", "64"),
            ("logRetentionDays", "8"),
            ("allowedAccounts", """["12"]"""),
            ("protect", "yes"),
            ("owner", ""),
            ("onwer", "me"));

        foreach (var text in new[]
                 {
                     "room-type:backend is 'ec3'; allowed is lambda or fargate or eks or ec2 or sagemaker.",
                     "room-type:imageDigest is 'latest'; allowed is sha256: and 64 hexadecimal digits.",
                     "room-type:lambdaMemoryMb is '64'; allowed is a whole number, 128 to 32768.",
                     "room-type:logRetentionDays is '8'; allowed is a whole number, one of 1, 3, 5, 7",
                     "room-type:allowedAccounts is '12'; allowed is a list of 12 digits.",
                     "room-type:protect is 'yes'; allowed is true or false.",
                     "room-type:owner is missing; allowed is 1 to 256 letters",
                     "room-type:onwer is no setting. Did you mean room-type:owner?",
                 })
            Assert.Contains(text, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fargateMemoryMb is 1536 but fargateCpu is 1024", "fargateCpu=1024", "fargateMemoryMb=1536")]
    [InlineData("fargateMemoryMb is 1536 but fargateCpu is 256", "fargateCpu=256", "fargateMemoryMb=1536")]
    [InlineData("lambdaProvisionedConcurrency is 6 but lambdaReservedConcurrency is 5", "lambdaProvisionedConcurrency=6", "lambdaReservedConcurrency=5")]
    [InlineData("eksApiCidrs is empty but eksPrivateApi is false", "backend=eks", "eksApiCidrs=")]
    [InlineData("eksPrivateApi is true but eksApiCidrs is set", "eksPrivateApi=true")]
    [InlineData("requestTimeoutSeconds is 28 but gatewayTimeoutSeconds is 28", "requestTimeoutSeconds=28", "gatewayTimeoutSeconds=28")]
    [InlineData("requestTimeoutSeconds is 27 but lambdaTimeoutSeconds is 27", "requestTimeoutSeconds=27")]
    [InlineData("lambdaTimeoutSeconds is 27 but gatewayTimeoutSeconds is 27", "gatewayTimeoutSeconds=27")]
    [InlineData("vpcCidr is '8.8.0.0/16'", "vpcCidr=8.8.0.0/16")]
    [InlineData("vpcCidr is '10.0.0.0/8'", "vpcCidr=10.0.0.0/8")]
    [InlineData("vpcId and subnetIds go together", "vpcId=vpc-0123456789abcdef0")]
    [InlineData("domain is missing", "backend=fargate", "domain=", "hostedZoneId=")]
    [InlineData("neither certificateArn nor hostedZoneId", "hostedZoneId=")]
    [InlineData("certificateArn is of the region us-east-1", "certificateArn=arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000")]
    [InlineData("maxRequestBytes is 9000000 but the backend is lambda", "maxRequestBytes=9000000")]
    [InlineData("entityFromCaller is true but the backend is lambda", "entityFromCaller=true")]
    [InlineData("lambdaCapacity is managed, where 2048 are the least", "lambdaCapacity=managed")]
    [InlineData("eventsEmbeddings is true but events is none", "eventsEmbeddings=true", "events=none")]
    [InlineData("gatewayPage is true but backend is lambda, which shows no page", "gatewayPage=true")]
    [InlineData("lambdaSnapStart is true but lambdaProvisionedConcurrency is 1", "lambdaSnapStart=true", "lambdaProvisionedConcurrency=1")]
    [InlineData("lambdaSnapStart is true but lambdaCapacity is managed", "lambdaSnapStart=true", "lambdaCapacity=managed", "lambdaMemoryMb=4096")]
    [InlineData("nothing is provisioned", "lambdaCapacity=managed", "lambdaMemoryMb=2048", "lambdaProvisionedConcurrency=1")]
    [InlineData("eksMaxPods is 3, in a rollout 4, which take 4000 thousandths of a vCPU with what runs beside the service; eksMaxNodeVcpus is 4, of which 3400 are left", "eksMaxPods=3", "eksPodCpuMillis=1000")]
    [InlineData("kubeconfig is missing", "backend=eks", "eksCluster=shared")]
    [InlineData("experimentVariations make 90 percent", """experimentVariations=["a=room-type@2:90"]""")]
    [InlineData("maxImages is 64 but queueCapacity is 10", "queueCapacity=10")]
    [InlineData("room-type:events is 'kafka'; allowed is none or postgres or lake.", "events=kafka")]
    [InlineData("eventsDatabase is set but events is lake", "events=lake", "eventsDatabase=Host=db")]
    [InlineData("lakePseudonymKey is set but events is postgres", "events=postgres", "lakePseudonymKey=0123456789abcdef0123456789abcdef")]
    [InlineData("batchTrigger is 'manifest.jsonl' but batch is none", "batchTrigger=manifest.jsonl")]
    [InlineData("batchTrigger is 'manifest.json' but batch is map", "batch=map", "batchInput=s3://robots/missions", "batchOutput=s3://robots/answers", "batchTrigger=manifest.json")]
    [InlineData("batchTrigger is 'manifest.jsonl' but batch is sagemaker", "batch=sagemaker", "architecture=x64", "batchInput=s3://robots/missions", "batchOutput=s3://robots/answers", "batchTrigger=manifest.jsonl")]
    [InlineData("architecture is arm64 but batch is sagemaker", "batch=sagemaker", "batchInput=s3://robots/missions", "batchOutput=s3://robots/answers")]
    [InlineData("batchVcpus is 1 but batch is sagemaker", "batch=sagemaker", "architecture=x64", "batchInput=s3://robots/missions", "batchOutput=s3://robots/answers", "batchVcpus=1")]
    [InlineData("batchTasks is 101 but batch is sagemaker", "batch=sagemaker", "architecture=x64", "batchInput=s3://robots/missions", "batchOutput=s3://robots/answers", "batchTasks=101")]
    [InlineData("batchInput is missing", "batch=map", "batchOutput=s3://robots/answers")]
    [InlineData("batchOutput 's3://robots/missions/answers' is below batchInput 's3://robots/missions/'", "batch=map", "batchInput=s3://robots/missions/", "batchOutput=s3://robots/missions/answers")]
    [InlineData("room-type:batchInput is 's3://robots/it's'", "batch=map", "batchInput=s3://robots/it's", "batchOutput=s3://robots/answers")]
    [InlineData("eventsDatabase is set but events is none", "eventsDatabase=Host=db")]
    [InlineData("room-type:cache is 'lake'; allowed is none or memory or redis.", "cache=lake")]
    [InlineData("cache is redis but the backend is lambda", "cache=redis")]
    [InlineData("eventsMinAcu is 4 but eventsMaxAcu is 4", "events=postgres", "eventsMinAcu=4")]
    [InlineData("eventsMaxAcu is 1, which takes 189 connections (2000 at most with an eventsMinAcu of 0 or 0.5); what the service scales to opens up to 400, 4 a process", "events=postgres", "eventsMaxAcu=1", "lambdaReservedConcurrency=100")]
    public async Task Load_Contradictions_AreTold(string message, params string[] changes) =>
        Assert.Contains(message, await RefusalAsync([.. changes.Select(change => (change[..change.IndexOf('=', StringComparison.Ordinal)], change[(change.IndexOf('=', StringComparison.Ordinal) + 1)..]))]), StringComparison.Ordinal);

    [Theory]
    [InlineData("dev.eu")]
    [InlineData("Dev")]
    [InlineData("dev_eu")]
    [InlineData("dev-")]
    [InlineData("a-stack-name-that-is-as-long-as-pulumi-lets-it-be-and-aws-does-not")]
    public async Task Load_NamesThatAwsRefuses_AreRefusedWithWhatIsAllowed(string stack)
    {
        var config = StackConfig.Load(Repository.Project(), "dev");

        var message = (await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(new AwsMocks(), config, stack))).ToString();

        Assert.Contains($"the stack is named '{stack}', with its project 'room-type-{stack}'", message, StringComparison.Ordinal);
        Assert.Contains("allowed are lower-case letters, digits and single hyphens between them, at most 63 characters together", message, StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(params (string Key, string Value)[] changes)
    {
        var config = StackConfig.Load(Repository.Project(), "dev").ToDictionary();
        foreach (var (key, value) in changes)
            config[$"room-type:{key}"] = value;
        return (await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(new AwsMocks(), config, "dev"))).ToString();
    }
}
