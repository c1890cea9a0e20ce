using System.Text.Json.Nodes;
using Stacks.Tests.Pipeline;

namespace Stacks.Tests.Batch;

/// <summary>The state machine of batches by the language's schemas, and walked with tasks of a test's own.</summary>
public sealed class MissionBatchesTests
{
    private const string Function = "aws:lambda/function:Function";
    private const string Machine = "aws:sfn/stateMachine:StateMachine";

    private static readonly (string, string)[] On = [("batch", "map"), ("batchInput", "s3://robots/missions/"), ("batchOutput", "s3://robots/answers")];

    [Fact]
    public async Task Document_ByTheLanguagesSchemas_IsWithoutFault()
    {
        var document = await DocumentAsync(("modelSource", "s3://rooms/models"));

        Assert.Empty(await StatesSchema.FaultsAsync(document));
        // That a fault would be found.
        document["States"]!["deal out"]!["ItemProcessor"]!["States"]!["answer it"]!.AsObject().Remove("Resource");
        Assert.NotEmpty(await StatesSchema.FaultsAsync(document));
    }

    [Fact]
    public async Task Walk_OverAPrefix_DealsObjectsOutAndAnswersEachListOnce()
    {
        var (lists, commands) = (new Dictionary<string, JsonArray>(), new List<string[]>());
        var interpreter = new StatesInterpreter(await DocumentAsync(("batchObjects", "2"), ("modelSource", "s3://rooms/models")), call =>
        {
            switch (call.Resource)
            {
                case "s3:listObjectsV2":
                    Assert.Equal("""{"Bucket":"robots","Prefix":"missions/2026-11-29/"}""", call.Parameters.ToJsonString());
                    return Keys("missions/2026-11-29/a.jpg", "missions/2026-11-29/b.jpg", "missions/2026-11-29/1/manifest.jsonl");
                case "aws-sdk:s3:putObject":
                    Assert.Equal("robots", (string)call.Parameters["Bucket"]!);
                    lists.Add((string)call.Parameters["Key"]!, call.Parameters["Body"]!.DeepClone().AsArray());
                    return new JsonObject { ["ETag"] = "1" };
                case "ecs:runTask.sync":
                    commands.Add([.. Container(call)["Command"]!.AsArray().Select(argument => (string)argument!)]);
                    return new JsonObject { ["Tasks"] = new JsonArray() };
                default:
                    Assert.Equal("""{"Bucket":"robots","Prefix":"answers/runs"}""", call.Parameters.ToJsonString());
                    return null;
            }
        })
        { Input = new() { ["prefix"] = "missions/2026-11-29/" } };

        Assert.True(interpreter.Walk());
        Assert.Equal(["deal out", "write the list down", "answer it", "write the list down", "answer it", "done"], interpreter.Entered);
        Assert.Equal(["answers/lists/execution-1/child-0.json", "answers/lists/execution-1/child-1.json"], lists.Keys);
        Assert.Equal("""[{"file":"s3://robots/missions/2026-11-29/a.jpg"},{"file":"s3://robots/missions/2026-11-29/b.jpg"}]""", lists["answers/lists/execution-1/child-0.json"].ToJsonString());
        Assert.Equal(
            ["batch", "s3://robots/answers/lists/execution-1/child-1.json", "s3://robots/answers/answers/execution-1/child-1-0", "--work", "/tmp/batch", "--tolerate", "5", "--models", "s3://rooms/models"],
            commands[1]);
    }

    /// <summary>What a task that ended early has left lies apart from what the next one writes.</summary>
    [Fact]
    public async Task Task_ThatFails_IsTriedOnceMoreBesideWhatItLeft()
    {
        var outputs = new List<string>();
        var interpreter = new StatesInterpreter(await DocumentAsync(), call =>
        {
            if (call.Resource == "s3:listObjectsV2") return Keys("missions/a.jpg");
            if (call.Resource != "ecs:runTask.sync") return null;
            outputs.Add((string)Container(call)["Command"]![2]!);
            return outputs.Count == 1 ? throw new StateException("States.TaskFailed", "OutOfMemoryError") : null;
        })
        { Input = new() { ["prefix"] = "missions/" } };

        Assert.True(interpreter.Walk());
        Assert.Equal(["s3://robots/answers/answers/execution-1/child-0-0", "s3://robots/answers/answers/execution-1/child-0-1"], outputs);
    }

    [Theory]
    [InlineData("50", true)]
    [InlineData("49", false)]
    public async Task Batch_WithTasksThatFail_FailsBeyondWhatIsTolerated(string tolerated, bool succeeds)
    {
        var interpreter = new StatesInterpreter(await DocumentAsync(("batchObjects", "1"), ("batchToleratedPercent", tolerated)), call => call.Resource switch
        {
            "s3:listObjectsV2" => Keys("missions/a.jpg", "missions/b.jpg"),
            "ecs:runTask.sync" when ((string)Container(call)["Command"]![1]!).EndsWith("child-1.json", StringComparison.Ordinal) => throw new StateException("States.TaskFailed", "exit code 1"),
            _ => null,
        })
        { Input = new() { ["prefix"] = "missions/" } };

        if (succeeds)
            Assert.True(interpreter.Walk());
        else
            Assert.Equal("States.ExceedToleratedFailureThreshold", Assert.Throws<StateException>(() => interpreter.Walk()).Error);
    }

    [Fact]
    public async Task Tasks_OfABatch_AreAsLargeAndAsManyAsIsSaid()
    {
        var map = (await DocumentAsync(("batchTasks", "40"), ("batchVcpus", "8")))["States"]!["deal out"]!;

        Assert.Equal(40, (int)map["MaxConcurrency"]!);
        var overrides = map["ItemProcessor"]!["States"]!["answer it"]!["Parameters"]!["Overrides"]!;
        Assert.Equal(("8192", "16384", "8"), ((string)overrides["Cpu"]!, (string)overrides["Memory"]!, (string)overrides["ContainerOverrides"]![0]!["Environment"]![0]!["Value"]!));
    }

    [Fact]
    public async Task Trigger_OfAManifest_BeginsItsBatchAndKeepsWhatItCouldNotBegin()
    {
        var mocks = await StackRun.RunAsync("staging", [("backend", "lambda"), .. On, ("batchTrigger", "manifest.jsonl")]);
        var (rule, target) = (mocks.One("aws:cloudwatch/eventRule:EventRule"), mocks.One("aws:cloudwatch/eventTarget:EventTarget"));

        Assert.Equal("""{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"bucket":{"name":["robots"]},"object":{"key":[{"wildcard":"missions/*/manifest.jsonl"}]}}}""", rule["eventPattern"]);
        Assert.Equal("arn:aws:mock:eu-central-1:123456789012:batch", target["arn"]);
        Assert.Equal(("$.detail.object.key", "{\"prefix\": <key>}"), ((string)target.Map("inputTransformer").Map("inputPaths")["key"], (string)target.Map("inputTransformer")["inputTemplate"]));
        Assert.Equal("arn:aws:mock:eu-central-1:123456789012:batch-missed", target.Map("deadLetterConfig")["arn"]);
        Assert.Contains("events.amazonaws.com", (string)mocks.One("aws:sqs/queuePolicy:QueuePolicy")["policy"], StringComparison.Ordinal);
        Assert.Contains("EventsReachTheirQueue", (string)mocks.One("aws:kms/key:Key")["policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batches_WithoutATrigger_AreBegunByHandAndNeedNoQueue()
    {
        var mocks = await StackRun.RunAsync("staging", [("backend", "lambda"), .. On]);

        Assert.DoesNotContain(mocks.Created, resource => resource.Type!.StartsWith("aws:cloudwatch/event", StringComparison.Ordinal) || resource.Type == "aws:sqs/queue:Queue");
        Assert.Equal(["batch-failed", "batch-timed-out"], mocks.All("aws:cloudwatch/metricAlarm:MetricAlarm").Select(alarm => (string)alarm["name"]).Where(name => name.Contains("-batch-", StringComparison.Ordinal)).Select(name => name["room-type-staging-".Length..]).Order());
    }

    /// <summary>A function without a database is in no network, tasks are.</summary>
    [Fact]
    public async Task Network_OfBatchesBesideAFunction_IsTheTasks()
    {
        var mocks = await StackRun.RunAsync("staging", [("backend", "lambda"), ("events", "none"), .. On]);

        Assert.DoesNotContain("vpcConfig", mocks.One(Function).Keys);
        Assert.Equal(
            ["ecr.api", "ecr.dkr", "logs", "s3"],
            mocks.All("aws:ec2/vpcEndpoint:VpcEndpoint").Select(endpoint => ((string)endpoint["serviceName"])["com.amazonaws.eu-central-1.".Length..]).Order(StringComparer.Ordinal));
        var container = mocks.One("aws:ecs/taskDefinition:TaskDefinition").Json("containerDefinitions")[0];
        Assert.Equal(("65532:65532", true), (container.GetProperty("user").GetString(), container.GetProperty("readonlyRootFilesystem").GetBoolean()));
    }

    private static JsonArray Keys(params string[] keys) => new([.. keys.Select(key => new JsonObject { ["Key"] = key, ["Size"] = 40_000 })]);

    private static JsonNode Container(TaskCall call) => call.Parameters["Overrides"]!["ContainerOverrides"]![0]!;

    private static async Task<JsonObject> DocumentAsync(params (string, string)[] changes) =>
        JsonNode.Parse((string)(await StackRun.RunAsync("staging", [("backend", "lambda"), .. On, .. changes])).One(Machine)["definition"])!.AsObject();
}
