using System.Text.Encodings.Web;
using System.Text.Json;
using Pipelines;
using Stacks.Service;
using Definition = Pipelines.Pipeline;

namespace Stacks.Pipeline;

/// <summary>Where steps run, and who is told.</summary>
/// <param name="Partition">The part of AWS, as ARNs have it.</param>
/// <param name="Cluster">ARN of the cluster.</param>
/// <param name="Task">ARN of the task's definition.</param>
/// <param name="Subnets">Where tasks have their addresses.</param>
/// <param name="Group">Their security group.</param>
/// <param name="Topic">ARN of the topic of those who approve.</param>
internal sealed record StepPlaces(string Partition, string Cluster, string Task, IReadOnlyList<string> Subnets, string Group, string Topic) : TaskPlaces(Partition, Cluster, Task, Subnets, Group);

/// <summary>A pipeline in Amazon's States Language: a state a step, in the order that ./run pipeline has.</summary>
/// <remarks>https://states-language.net/, https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html</remarks>
internal static class StateMachineDocument
{
    private const string Failed = "tell that it failed";
    private const string Over = "failed";
    private const string Told = "tell that it is done";
    private const string Done = "done";
    private const string Others = "look for another execution";

    private const int SecondsOfAYear = 31_536_000;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document.</summary>
    /// <param name="pipeline">The steps.</param>
    /// <param name="values">The values of its parameters.</param>
    /// <param name="places">Where it runs.</param>
    public static string Of(Definition pipeline, IReadOnlyDictionary<string, string> values, StepPlaces places)
    {
        var steps = pipeline.Steps.Where(step => step.IsWanted(values)).ToList();
        var states = new Dictionary<string, object>();
        BeginAlone(states, pipeline, steps[0].Name, places);
        foreach (var (step, next) in steps.Zip(steps.Skip(1).Select(step => step.Name).Append(Told)))
        {
            if (step.IsApproval) Decide(states, pipeline, step, next, places);
            else states[step.Name] = Run(step, next, values, places);
        }

        states[Told] = Publish(places, $"{pipeline.Name}: done", $"{pipeline.Name}, execution {{}}: done.", ["$$.Execution.Name"], Done, Done);
        states[Done] = new Dictionary<string, object> { ["Type"] = "Succeed" };
        states[Failed] = Publish(places, $"{pipeline.Name}: failed", $"{pipeline.Name}, execution {{}}: failed. {{}}: {{}}", ["$$.Execution.Name", "$.failure.Error", "$.failure.Cause"], Over, Over);
        states[Over] = new Dictionary<string, object> { ["Type"] = "Fail", ["Error"] = "StepFailed", ["Cause"] = "A step failed, took too long, or was refused: the history says which." };
        return JsonSerializer.Serialize(new Dictionary<string, object> { ["Comment"] = $"pipeline {pipeline.Name}", ["StartAt"] = Others, ["TimeoutSeconds"] = Longest(steps), ["States"] = states }, Json);
    }

    /// <summary>Leaves everything to an execution that has not ended: it may wait for days for somebody, and two would register and promote in turns.</summary>
    private static void BeginAlone(Dictionary<string, object> states, Definition pipeline, string first, StepPlaces places)
    {
        const string Choice = "is there another execution";
        const string Left = "tell that it is left to the other";
        states[Others] = new Dictionary<string, object?>
        {
            ["Type"] = "Task",
            ["Resource"] = $"arn:{places.Partition}:states:::aws-sdk:sfn:listExecutions",
            ["Parameters"] = new Dictionary<string, object> { ["StateMachineArn.$"] = "$$.StateMachine.Id", ["StatusFilter"] = "RUNNING", ["MaxResults"] = 2 },
            ["ResultPath"] = "$.running",
            ["Retry"] = new[] { TaskRun.Retry(["States.TaskFailed"], 10, 3) },
            ["Catch"] = Caught,
            ["Next"] = Choice,
        };
        states[Choice] = new Dictionary<string, object>
        {
            ["Type"] = "Choice",
            ["Choices"] = new[] { new { Variable = "$.running.Executions[1]", IsPresent = true, Next = Left } },
            ["Default"] = first,
        };
        states[Left] = Publish(places, $"{pipeline.Name}: not begun", $"{pipeline.Name}, execution {{}}: not begun, since another one has not ended; it may wait for approval.", ["$$.Execution.Name"], Done, Done);
    }

    /// <summary>Every try of every step, and what Fargate takes to start it.</summary>
    private static int Longest(IEnumerable<PipelineStep> steps) =>
        (int)Math.Min(SecondsOfAYear, steps.Sum(step => ((step.Retries + 1) * (step.Timeout.TotalSeconds + 600)) + (step.Retries * step.RetryAfter.TotalSeconds)));

    private static Dictionary<string, object?> Run(PipelineStep step, string next, IReadOnlyDictionary<string, string> values, StepPlaces places) => new()
    {
        ["Type"] = "Task",
        ["Comment"] = step.Meaning,
        ["Resource"] = TaskRun.Resource(places.Partition),
        ["Parameters"] = TaskRun.Parameters(
            places, step.Cpu, step.Memory, StepTask.Container, $"States.Array({string.Join(", ", step.Run.Select(argument => Argument(Template.Fill(argument, values.GetValueOrDefault))))})"),
        ["ResultPath"] = null,
        ["TimeoutSeconds"] = (int)step.Timeout.TotalSeconds,
        ["Retry"] = Retries(step),
        ["Catch"] = Caught,
        ["Next"] = next,
    };

    /// <summary>Asks, reminds, and asks again where the answer says not who and why.</summary>
    private static void Decide(Dictionary<string, object> states, Definition pipeline, PipelineStep step, string next, StepPlaces places)
    {
        var said = $"{step.Name} was said";
        var (remind, timeout) = ((int)step.Remind!.Value.TotalSeconds, (int)step.Timeout.TotalSeconds);
        var ask = Publish(
            places, $"{pipeline.Name}: {step.Name}",
            $"{pipeline.Name}, execution {{}}: {step.Meaning}. To approve: aws stepfunctions send-task-success --task-output '{{\"by\": \"YOU\", \"reason\": \"WHY\"}}' --task-token {{}} -- to refuse: aws stepfunctions send-task-failure --error Refused --cause WHY --task-token {{}}",
            ["$$.Execution.Name", "$$.Task.Token", "$$.Task.Token"], said, Failed);
        ask["Resource"] = $"arn:{places.Partition}:states:::sns:publish.waitForTaskToken";
        ask["ResultPath"] = $"$.{step.Name}";
        ask["TimeoutSeconds"] = timeout;
        // Nobody sends heartbeats: each that is missed is a reminder, with a token of its own.
        ask["HeartbeatSeconds"] = remind;
        ask["Retry"] = new[] { TaskRun.Retry(["States.HeartbeatTimeout"], 1, Math.Max(1, (timeout / remind) - 1)) };
        ask["Catch"] = Caught;
        states[step.Name] = ask;
        states[said] = new Dictionary<string, object>
        {
            ["Type"] = "Choice",
            ["Choices"] = new[] { new Dictionary<string, object> { ["And"] = new[] { Template.By, Template.Reason }.Select(name => new { Variable = $"$.{step.Name}.{name}", IsString = true }), ["Next"] = next } },
            ["Default"] = step.Name,
        };
    }

    private static Dictionary<string, object?> Publish(StepPlaces places, string subject, string text, string[] values, string next, string otherwise) => new()
    {
        ["Type"] = "Task",
        ["Resource"] = $"arn:{places.Partition}:states:::sns:publish",
        ["Parameters"] = new Dictionary<string, object> { ["TopicArn"] = places.Topic, ["Subject"] = subject, ["Message.$"] = Format(text, values) },
        ["ResultPath"] = null,
        ["Retry"] = new[] { TaskRun.Retry(["States.TaskFailed"], 10, 3) },
        ["Catch"] = new[] { new Dictionary<string, object?> { ["ErrorEquals"] = new[] { "States.ALL" }, ["ResultPath"] = null, ["Next"] = otherwise } },
        ["Next"] = next,
    };

    private static object[] Caught => [new { ErrorEquals = new[] { "States.ALL" }, ResultPath = "$.failure", Next = Failed }];

    // What ECS itself says, and then what the step does: https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html
    private static object[] Retries(PipelineStep step) =>
    [
        TaskRun.RetryOfEcs,
        .. step.Retries == 0 ? Array.Empty<object>() : [TaskRun.Retry(["States.TaskFailed", "States.Timeout"], (int)step.RetryAfter.TotalSeconds, step.Retries)],
    ];

    /// <summary>An argument whose run, and who decided, are known when it runs.</summary>
    private static string Argument(string text)
    {
        var names = Template.Names(text).ToList();
        if (names.Count == 0) return Quoted(text);
        const string Hole = "\u0001";
        return Format(Template.Fill(text, _ => Hole).Replace(Hole, "{}", StringComparison.Ordinal), [.. names.Select(name => name == Template.Run ? "$$.Execution.Name" : $"$.{name}")]);
    }

    /// <summary>Braces of the text are holes, {} for each value, or are meant: https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html</summary>
    private static string Format(string text, string[] values) => $"States.Format({Quoted(text.Replace("{}", "\u0001", StringComparison.Ordinal), braces: true).Replace("\u0001", "{}", StringComparison.Ordinal)}, {string.Join(", ", values)})";

    private static string Quoted(string text, bool braces = false)
    {
        var quoted = text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal);
        return $"'{(braces ? quoted.Replace("{", @"\{", StringComparison.Ordinal).Replace("}", @"\}", StringComparison.Ordinal) : quoted)}'";
    }
}
