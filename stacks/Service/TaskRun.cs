using Pulumi;
using Pulumi.Aws.Ecs;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Service;

/// <summary>Where a state machine's tasks run.</summary>
/// <param name="Partition">The part of AWS, as ARNs have it.</param>
/// <param name="Cluster">ARN of the cluster.</param>
/// <param name="Task">ARN of the task's definition.</param>
/// <param name="Subnets">Where tasks have their addresses.</param>
/// <param name="Group">Their security group.</param>
internal record TaskPlaces(string Partition, string Cluster, string Task, IReadOnlyList<string> Subnets, string Group);

/// <summary>How Step Functions runs a Fargate task and waits for its end, and what it has to be allowed for it.</summary>
/// <remarks>https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html</remarks>
internal static class TaskRun
{
    // The rule by which Step Functions hears that a task has ended.
    private const string Rule = "StepFunctionsGetEventsForECSTaskRule";

    /// <summary>The integration.</summary>
    public static string Resource(string partition) => $"arn:{partition}:states:::ecs:runTask.sync";

    /// <summary>Its parameters.</summary>
    /// <param name="places">Where.</param>
    /// <param name="cpu">Thousands and twenty-fourths of a vCPU.</param>
    /// <param name="memory">MiB.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="command">A function of the States Language that makes the command.</param>
    public static Dictionary<string, object> Parameters(TaskPlaces places, int cpu, int memory, string container, string command) => new()
    {
        ["LaunchType"] = "FARGATE",
        ["Cluster"] = places.Cluster,
        ["TaskDefinition"] = places.Task,
        ["PropagateTags"] = "TASK_DEFINITION",
        ["NetworkConfiguration"] = new { AwsvpcConfiguration = new { places.Subnets, SecurityGroups = new[] { places.Group }, AssignPublicIp = "DISABLED" } },
        ["Overrides"] = new Dictionary<string, object>
        {
            ["Cpu"] = $"{cpu}",
            ["Memory"] = $"{memory}",
            ["ContainerOverrides"] = new[]
            {
                new Dictionary<string, object>
                {
                    ["Name"] = container,
                    ["Command.$"] = command,
                    // The task is limited, which its container does not see.
                    ["Environment"] = new[] { new { Name = "RoomType__Inference__Workers", Value = $"{Math.Max(1, cpu / 1_024)}" } },
                },
            },
        },
    };

    /// <summary>What ECS itself says when it has no place.</summary>
    public static object RetryOfEcs => Retry(["ECS.AmazonECSException", "ECS.ServerException", "ECS.ThrottlingException"], 30, 4);

    /// <summary>Tries again.</summary>
    public static object Retry(string[] errors, int seconds, int attempts) => new { ErrorEquals = errors, IntervalSeconds = seconds, MaxAttempts = attempts, BackoffRate = 1.0 };

    /// <summary>What has to be allowed to whoever runs tasks of a family in a cluster, and hands them their roles.</summary>
    public static IReadOnlyList<Statement> Access(string region, Output<string> account, Cluster cluster, string family, params Output<string>[] roles)
    {
        var ecs = Output.Format($"arn:{Partition.Current.Name}:ecs:{region}:{account}");
        return
        [
            new("RunsItsTasks") { Actions = ["ecs:RunTask"], Resources = new InputList<string> { Output.Format($"{ecs}:task-definition/{family}:*") }, Conditions = [("ArnEquals", "ecs:cluster", new InputList<string> { cluster.Arn })] },
            new("WatchesAndEndsItsTasks") { Actions = ["ecs:DescribeTasks", "ecs:StopTask", "ecs:TagResource"], Resources = new InputList<string> { Output.Format($"{ecs}:task/{cluster.Name}/*") } },
            TaskMachine.Hears("HearsOfItsTasks", Rule, region, account),
            new("HandsItsTasksTheirRoles") { Actions = ["iam:PassRole"], Resources = [.. roles], Conditions = [("StringEquals", "iam:PassedToService", new InputList<string> { TaskContainer.Principal })] },
        ];
    }
}
