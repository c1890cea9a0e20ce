using System.Text.Json.Nodes;
using Stacks.Tests.Pipeline;

namespace Stacks.Tests.Batch;

/// <summary>The state machine of jobs of Batch Transform by the language's schemas, and walked with jobs of a test's own.</summary>
public sealed class TransformBatchesTests
{
    private const string Machine = "aws:sfn/stateMachine:StateMachine";
    private const string Model = "aws:sagemaker/model:Model";

    private static readonly (string, string)[] On = [("batch", "sagemaker"), ("architecture", "x64"), ("batchInput", "s3://robots/missions/"), ("batchOutput", "s3://robots/answers")];

    [Fact]
    public async Task Document_ByTheLanguagesSchemas_IsWithoutFault()
    {
        var document = await DocumentAsync();

        Assert.Empty(await StatesSchema.FaultsAsync(document));
        // That a fault would be found.
        document["States"]!["answer them"]!.AsObject().Remove("Resource");
        Assert.NotEmpty(await StatesSchema.FaultsAsync(document));
    }

    [Fact]
    public async Task Walk_OverAPrefix_RunsOneJobOverItsPictures()
    {
        var (interpreter, jobs) = Walk(await DocumentAsync(("batchTasks", "3"), ("batchVcpus", "4")), new() { ["prefix"] = "missions/2026-11-29/" });

        Assert.True(interpreter.Walk());

        Assert.Equal(["are they pictures", "pictures", "are they listed", "below a prefix", "answer them", "done"], interpreter.Entered);
        var job = Assert.Single(jobs);
        Assert.Matches("^room-type-staging-[0-9a-f]{12}$", (string)job["TransformJobName"]!);
        Assert.Equal("""{"ContentType":"image/jpeg","CompressionType":"None","SplitType":"None","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://robots/missions/2026-11-29/"}}}""", job["TransformInput"]!.ToJsonString());
        Assert.Equal("""{"S3OutputPath":"s3://robots/answers/answers/execution-1","Accept":"application/json","AssembleWith":"None"}""", job["TransformOutput"]!.ToJsonString());
        Assert.Equal("""{"InstanceType":"ml.c7i.xlarge","InstanceCount":3,"VolumeKmsKeyId":"arn:aws:mock:eu-central-1:123456789012:key"}""", job["TransformResources"]!.ToJsonString());
        Assert.Contains("""{"Key":"CostCenter","Value":"cloud-staging"}""", job["Tags"]!.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>How many and how large requests are is the container's to tell, which a job that says it does not ask.</summary>
    [Fact]
    public async Task Job_OfABatch_AsksTheContainerWhatToGoBy()
    {
        var parameters = (await DocumentAsync())["States"]!["answer them"]!["Parameters"]!.AsObject();

        Assert.DoesNotContain(parameters, parameter => parameter.Key is "MaxConcurrentTransforms" or "MaxPayloadInMB" or "BatchStrategy");
    }

    [Fact]
    public async Task Walk_OverAManifestOfRooms_IsGivenItAndWhatItsObjectsAre()
    {
        var (interpreter, jobs) = Walk(await DocumentAsync(), new() { ["prefix"] = "missions/7/manifest.json", ["contentType"] = "application/x-protobuf" });

        Assert.True(interpreter.Walk());

        Assert.Equal(["are they pictures", "are they listed", "of a manifest", "answer them", "done"], interpreter.Entered);
        var input = Assert.Single(jobs)["TransformInput"]!;
        Assert.Equal(("application/x-protobuf", "ManifestFile", "s3://robots/missions/7/manifest.json"), ((string)input["ContentType"]!, (string)input["DataSource"]!["S3DataSource"]!["S3DataType"]!, (string)input["DataSource"]!["S3DataSource"]!["S3Uri"]!));
    }

    /// <summary>Missions end together: those who find no instances wait for them, each try under a name that SageMaker has not seen.</summary>
    [Fact]
    public async Task Job_ThatFindsNoInstances_WaitsForThem()
    {
        var names = new HashSet<string>();
        var interpreter = new StatesInterpreter(await DocumentAsync(), call =>
        {
            Assert.True(names.Add((string)call.Parameters["TransformJobName"]!));
            return names.Count < 30 ? throw new StateException("SageMaker.ResourceLimitExceededException", "ml.c7i.large for transform job usage") : new JsonObject();
        })
        { Input = new() { ["prefix"] = "missions/" } };

        Assert.True(interpreter.Walk());
        Assert.Equal(30, names.Count);
    }

    [Fact]
    public async Task Job_ThatFails_IsTriedOnceMore()
    {
        var tries = 0;
        var interpreter = new StatesInterpreter(await DocumentAsync(), _ => ++tries > 0 ? throw new StateException("States.TaskFailed", "ClientError") : null) { Input = new() { ["prefix"] = "missions/" } };

        Assert.Equal("States.TaskFailed", Assert.Throws<StateException>(() => interpreter.Walk()).Error);
        Assert.Equal(2, tries);
    }

    /// <summary>The container has all that it reads in it, and so no way to anything.</summary>
    [Fact]
    public async Task Model_ThatReadsNothing_IsIsolatedAndInNoNetwork()
    {
        var mocks = await StackRun.RunAsync("staging", [("backend", "lambda"), ("events", "none"), .. On]);
        var model = mocks.One(Model);

        Assert.Equal((true, false), ((bool)model["enableNetworkIsolation"], model.ContainsKey("vpcConfig")));
        Assert.DoesNotContain(mocks.Created, resource => resource.Type is "aws:ec2/vpc:Vpc" or "aws:ecs/cluster:Cluster" or "aws:ecs/taskDefinition:TaskDefinition");
    }

    [Theory]
    [InlineData("lambda")]
    [InlineData("fargate")]
    [InlineData("sagemaker")]
    public async Task Model_ThatReadsModels_IsInTheNetwork(string backend)
    {
        var mocks = await StackRun.RunAsync("staging", [("backend", backend), ("events", "none"), .. On, ("modelSource", "s3://rooms/models")]);
        var model = mocks.Created.Single(resource => resource.Type == Model && resource.Name == "batch").Inputs;

        Assert.False((bool)model["enableNetworkIsolation"]);
        Assert.Equal(2, model.Map("vpcConfig").Texts("subnets").Count);
        Assert.Contains(mocks.All("aws:ec2/vpcEndpoint:VpcEndpoint"), endpoint => ((string)endpoint["serviceName"]).EndsWith(".s3", StringComparison.Ordinal));
    }

    /// <summary>A batch is nobody's request: it leaves no events, is in no experiment, and has time.</summary>
    [Fact]
    public async Task Container_OfAJob_KeepsNoEventsAndIsInNoExperiment()
    {
        var mocks = await StackRun.RunAsync("prod", [("backend", "fargate"), .. On, ("cache", "redis"), ("tracing", "true"), ("entityFromCaller", "true"), ("fargateMemoryMb", "4096")]);
        var environment = mocks.One(Model).Map("primaryContainer").Map("environment");

        Assert.Equal(("none", "none", "600", "0"), ((string)environment["RoomType__Cache__Level"], (string)environment["RoomType__Experiments__Source"], (string)environment["RoomType__Http__TimeoutSeconds"], (string)environment["RoomType__Inference__QueueCapacity"]));
        Assert.DoesNotContain(environment.Keys, key => key.StartsWith("RoomType__Events__", StringComparison.Ordinal) || key.StartsWith("OTEL_", StringComparison.Ordinal) || key == "RoomType__Http__EntityFromCaller");
    }

    [Fact]
    public async Task Trigger_OfAManifest_BeginsItsJob()
    {
        var mocks = await StackRun.RunAsync("staging", [("backend", "lambda"), .. On, ("batchTrigger", "manifest.json")]);

        Assert.Contains("""{"wildcard":"missions/*/manifest.json"}""", (string)mocks.One("aws:cloudwatch/eventRule:EventRule")["eventPattern"], StringComparison.Ordinal);
        Assert.Contains("EventsReachTheirQueue", (string)mocks.One("aws:kms/key:Key")["policy"], StringComparison.Ordinal);
        Assert.Contains("HistoryReachesItsLog", (string)mocks.One("aws:kms/key:Key")["policy"], StringComparison.Ordinal);
    }

    private static (StatesInterpreter Interpreter, List<JsonObject> Jobs) Walk(JsonObject document, JsonObject input)
    {
        var jobs = new List<JsonObject>();
        return (new StatesInterpreter(document, call =>
        {
            Assert.Equal("sagemaker:createTransformJob.sync", call.Resource);
            jobs.Add(call.Parameters);
            return new JsonObject { ["TransformJobStatus"] = "Completed" };
        })
        { Input = input }, jobs);
    }

    private static async Task<JsonObject> DocumentAsync(params (string, string)[] changes) =>
        JsonNode.Parse((string)(await StackRun.RunAsync("staging", [("backend", "lambda"), .. On, .. changes])).One(Machine)["definition"])!.AsObject();
}
