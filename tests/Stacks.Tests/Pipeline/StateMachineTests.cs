using System.Text.Json.Nodes;
using Pipelines;

namespace Stacks.Tests.Pipeline;

/// <summary>The state machine by the language's schemas, and walked with tasks of a test's own.</summary>
public sealed class StateMachineTests
{
    private static readonly (string, string)[] On = [("pipeline", "stepFunctions"), ("modelSource", "s3://rooms/models"), ("pipelineData", "s3://rooms/pipeline/")];

    [Theory]
    [InlineData("fargate", "next")]
    [InlineData("lambda", "")]
    public async Task Document_ByTheLanguagesSchemas_IsWithoutFault(string backend, string shadow)
    {
        var document = await DocumentAsync(backend, ("pipelineShadow", shadow));

        Assert.Empty(await StatesSchema.FaultsAsync(document));
        // That a fault would be found.
        document["States"]!["validate"]!.AsObject().Remove("Resource");
        document["States"]!["retrain"]!["Next"] = "nowhere";
        var faults = await StatesSchema.FaultsAsync(document);
        Assert.Contains(faults, fault => fault.Contains("SCHEMA_VALIDATION_FAILED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Steps_InAws_AreThoseOfTheFileWithTheSameCommandsInTheSameOrder()
    {
        var pipeline = PipelineFile.Shipped();
        var commands = new List<string[]>();
        var interpreter = new StatesInterpreter(await DocumentAsync("fargate", ("pipelineShadow", "next")), call =>
        {
            if (call.Resource == "ecs:runTask.sync") commands.Add([.. Container(call)["Command"]!.AsArray().Select(argument => (string)argument!)]);
            return call.Resource == "sns:publish.waitForTaskToken" ? Said("ada", "better in the dark") : null;
        });
        var values = new Dictionary<string, string>
        {
            ["data"] = "s3://rooms/pipeline/data",
            ["from"] = "store",
            ["model"] = "room-type",
            ["models"] = "s3://rooms/models",
            ["gates"] = "s3://rooms/pipeline/data/gates.yaml",
            ["shadow"] = "next",
            ["shadowHours"] = "168",
            ["runs"] = "s3://rooms/pipeline/runs",
            ["reports"] = "/tmp/gates",
            ["work"] = "s3://rooms/pipeline/made",
            ["run"] = "execution-1",
            ["approve.by"] = "ada",
            ["approve.reason"] = "better in the dark",
        };

        Assert.True(interpreter.Walk());
        Assert.Equal(pipeline.Steps.Select(step => step.Name), interpreter.Entered.Where(name => pipeline.Steps.Any(step => step.Name == name)));
        Assert.Equal(pipeline.Steps.Where(step => !step.IsApproval).Select(step => step.Run.Select(argument => Template.Fill(argument, values.GetValueOrDefault)).ToArray()), commands);
        Assert.Equal(["tell that it is done", "done"], interpreter.Entered[^2..]);
    }

    [Fact]
    public async Task Shadow_ThatIsNotAskedFor_IsLeftOutAsItIsHere() =>
        Assert.DoesNotContain("shadow", (await DocumentAsync("fargate"))["States"]!.AsObject().Select(state => state.Key));

    [Theory]
    [InlineData(1, "validate")]
    [InlineData(2, "tell that it is left to the other")]
    public async Task Execution_BesideAnotherOne_IsLeftToIt(int running, string then)
    {
        var interpreter = new StatesInterpreter(await DocumentAsync("fargate"), call =>
        {
            if (call.Resource != "aws-sdk:sfn:listExecutions") return call.Resource == "sns:publish.waitForTaskToken" ? Said("ada", "measured") : null;
            Assert.Equal("""{"StateMachineArn":"machine-1","StatusFilter":"RUNNING","MaxResults":2}""", call.Parameters.ToJsonString());
            return new JsonObject { ["Executions"] = new JsonArray([.. Enumerable.Range(0, running).Select(i => new JsonObject { ["Name"] = $"execution-{i}" })]) };
        });

        interpreter.Walk();
        Assert.Equal(["look for another execution", "is there another execution", then], interpreter.Entered[..3]);
        Assert.Equal("done", running == 2 ? interpreter.Entered[^1] : "done");
    }

    [Fact]
    public async Task Step_ThatFails_IsTriedAsOftenAsTheFileSaysAndTold()
    {
        var told = new List<string>();
        var interpreter = new StatesInterpreter(await DocumentAsync("fargate"), call =>
        {
            if (call.Resource == "sns:publish") told.Add((string)call.Parameters["Message"]!);
            return call.State == "evaluate" ? throw new StateException("States.TaskFailed", "exit code 2") : null;
        });

        Assert.False(interpreter.Walk());
        Assert.Equal(["validate", "retrain", "evaluate", "evaluate", "tell that it failed", "failed"], interpreter.Entered[2..]);
        Assert.Equal(["retrain, execution execution-1: failed. States.TaskFailed: exit code 2"], told);
    }

    [Fact]
    public async Task Ecs_ThatHasNoPlace_IsAskedAgainApartFromTheStepsOwnTries()
    {
        var times = 0;
        var interpreter = new StatesInterpreter(await DocumentAsync("fargate"), call => call.State switch
        {
            "validate" when ++times <= 3 => throw new StateException("ECS.AmazonECSException", "Capacity is unavailable at this time."),
            "register" => throw new StateException("States.Timeout", ""),
            _ => null,
        });

        Assert.False(interpreter.Walk());
        Assert.Equal(4, interpreter.Entered.Count(name => name == "validate"));
        Assert.Equal(2, interpreter.Entered.Count(name => name == "register"));
    }

    [Fact]
    public async Task Approval_ThatIsMissed_RemindsWithANewTokenAndAsksAgainForWhoAndWhy()
    {
        var asked = new List<string>();
        var document = await DocumentAsync("fargate");
        var interpreter = new StatesInterpreter(document, call =>
        {
            if (call.Resource != "sns:publish.waitForTaskToken") return null;
            asked.Add((string)call.Parameters["Message"]!);
            return asked.Count switch { 1 => throw new StateException("States.HeartbeatTimeout", ""), 2 => new JsonObject { ["by"] = "ada" }, _ => Said("ada", "measured") };
        });

        Assert.True(interpreter.Walk());
        Assert.Equal(["approve", "approve", "approve was said", "approve", "approve was said", "promote"], interpreter.Entered.SkipWhile(name => name != "approve").Take(6));
        Assert.Equal(3, asked.Distinct().Count());
        Assert.All(asked, message => Assert.Matches(@"^retrain, execution execution-1: .*send-task-success --task-output '\{""by"": ""YOU"", ""reason"": ""WHY""\}' --task-token token-\d+ ", message));
        var approve = document["States"]!["approve"]!;
        Assert.Equal((604_800, 86_400), ((int)approve["TimeoutSeconds"]!, (int)approve["HeartbeatSeconds"]!));
    }

    [Fact]
    public async Task Approval_ThatIsRefusedOrNeverGiven_Fails()
    {
        foreach (var error in new[] { "Refused", "States.Timeout", "States.HeartbeatTimeout" })
        {
            var interpreter = new StatesInterpreter(await DocumentAsync("fargate"), call => call.Resource == "sns:publish.waitForTaskToken" ? throw new StateException(error, "worse in hallways") : null);

            Assert.False(interpreter.Walk());
            Assert.Equal(error == "States.HeartbeatTimeout" ? 7 : 1, interpreter.Entered.Count(name => name == "approve"));
            Assert.DoesNotContain("promote", interpreter.Entered);
        }
    }

    [Fact]
    public async Task Machine_Everything_IsEncryptedLoggedWithoutTokensAndStartedByItsSchedule()
    {
        var mocks = await StackRun.RunAsync("staging", [("backend", "lambda"), .. On, ("tracing", "true"), ("pipelineSchedule", "cron(0 3 ? * SUN *)")]);
        var machine = mocks.One("aws:sfn/stateMachine:StateMachine");
        var schedule = mocks.One("aws:scheduler/schedule:Schedule");

        Assert.Equal(("CUSTOMER_MANAGED_KMS_KEY", false, true), ((string)machine.Map("encryptionConfiguration")["type"], (bool)machine.Map("loggingConfiguration")["includeExecutionData"], (bool)machine.Map("tracingConfiguration")["enabled"]));
        Assert.Equal("cron(0 3 ? * SUN *)", schedule["scheduleExpression"]);
        Assert.EndsWith(":pipeline-missed", (string)schedule.Map("target").Map("deadLetterConfig")["arn"], StringComparison.Ordinal);
        Assert.EndsWith(":key", (string)mocks.One("aws:sqs/queue:Queue")["kmsMasterKeyId"], StringComparison.Ordinal);
        Assert.Equal(
            ["pipeline-failed", "pipeline-missed", "pipeline-throttled", "pipeline-timed-out"],
            mocks.All("aws:cloudwatch/metricAlarm:MetricAlarm").Select(alarm => ((string)alarm["name"])["room-type-staging-".Length..]).Where(name => name.StartsWith("pipeline", StringComparison.Ordinal)).Order());
        var task = mocks.One("aws:ecs/taskDefinition:TaskDefinition").Json("containerDefinitions")[0];
        Assert.Equal(("step", true, "65532:65532"), (task.GetProperty("name").GetString(), task.GetProperty("readonlyRootFilesystem").GetBoolean(), task.GetProperty("user").GetString()));
        Assert.Contains("ecr.dkr", string.Join(' ', mocks.All("aws:ec2/vpcEndpoint:VpcEndpoint").Select(endpoint => endpoint["serviceName"])));
    }

    [Theory]
    [InlineData("modelSource", "", "modelSource is missing")]
    [InlineData("pipelineData", "", "pipelineData is missing")]
    [InlineData("events", "none", "pipeline is stepFunctions but events is none")]
    [InlineData("pipelineShadow", "next", "pipelineShadow is 'next' but the backend is lambda")]
    [InlineData("pipelineSchedule", "weekly", "pipelineSchedule is 'weekly'; allowed is rate(7 days) or cron(0 3 ? * SUN *)")]
    public async Task Settings_ThatDoNotGoTogether_AreRefused(string key, string value, string fault)
    {
        var changes = On.Where(pair => pair.Item1 != key).Append((key, value)).Append(("backend", "lambda")).ToArray();

        Assert.Contains(fault, (await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync("staging", changes))).ToString(), StringComparison.Ordinal);
    }

    private static JsonObject Said(string by, string reason) => new() { ["by"] = by, ["reason"] = reason };

    private static JsonNode Container(TaskCall call) => call.Parameters["Overrides"]!["ContainerOverrides"]![0]!;

    private static async Task<JsonObject> DocumentAsync(string backend, params (string, string)[] changes) =>
        JsonNode.Parse((string)(await StackRun.RunAsync("staging", [("backend", backend), .. On, .. changes])).One("aws:sfn/stateMachine:StateMachine")["definition"])!.AsObject();
}
