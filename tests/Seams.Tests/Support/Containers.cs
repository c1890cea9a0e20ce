using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Recording;

namespace Seams.Tests.Support;

/// <summary>The service's container as a backend runs it.</summary>
/// <param name="Environment">Its environment variables.</param>
/// <param name="Secrets">The names of those that come from a secret.</param>
/// <param name="User">The user that it runs as; null where the platform chooses.</param>
/// <param name="Port">The port that requests come to; null where they come as events.</param>
/// <param name="StopSeconds">Seconds between SIGTERM and the end; null where there is no SIGTERM.</param>
internal sealed record Containers(IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string> Secrets, int? User, int? Port, int? StopSeconds)
{
    /// <summary>Reads it from a plan.</summary>
    public static Containers Of(RunResult plan, string backend) => backend switch
    {
        "lambda" => OfFunction(Assert.Single(plan.Inputs("aws:lambda/function:Function"))),
        "fargate" => OfTask(Assert.Single(plan.Inputs("aws:ecs/taskDefinition:TaskDefinition"))),
        _ => OfPod(Assert.Single(plan.Inputs("kubernetes:apps/v1:Deployment"))),
    };

    /// <summary>The images of all containers, by digest.</summary>
    public static IEnumerable<string> Images(RunResult plan, string backend) => backend switch
    {
        "lambda" => plan.Inputs("aws:lambda/function:Function").Select(function => function.Text("imageUri")),
        "fargate" => plan.Inputs("aws:ecs/taskDefinition:TaskDefinition").SelectMany(task => task.Json("containerDefinitions").EnumerateArray()).Select(container => container.GetProperty("image").GetString()!),
        _ => plan.Inputs("kubernetes:apps/v1:Deployment").SelectMany(deployment => deployment.Fields["spec"].StructValue.Fields["template"].StructValue.Fields["spec"].StructValue.Fields is var pod
            ? pod["containers"].ListValue.Values.Concat(pod.TryGetValue("initContainers", out var sidecars) ? sidecars.ListValue.Values : [])
            : []).Select(container => container.StructValue.Text("image")),
    };

    // The grace period begins before the hook.
    private static double SecondsBeforeStop(Google.Protobuf.Collections.MapField<string, Value> container) =>
        container["lifecycle"].StructValue.Fields["preStop"].StructValue.Fields["sleep"].StructValue.Fields["seconds"].NumberValue;

    private static Containers OfFunction(Struct function)
    {
        var variables = function.Fields["environment"].StructValue.Fields["variables"].StructValue.Fields;
        return new Containers(
            variables.Where(pair => pair.Value.KindCase == Value.KindOneofCase.StringValue).ToDictionary(pair => pair.Key, pair => pair.Value.StringValue),
            [.. variables.Where(pair => pair.Value.KindCase == Value.KindOneofCase.StructValue).Select(pair => pair.Key)],
            null,
            null,
            null);
    }

    private static Containers OfTask(Struct task)
    {
        var container = task.Json("containerDefinitions")[0];
        return new Containers(
            container.GetProperty("environment").EnumerateArray().ToDictionary(pair => pair.GetProperty("name").GetString()!, pair => pair.GetProperty("value").GetString()!),
            container.TryGetProperty("secrets", out var secrets) ? [.. secrets.EnumerateArray().Select(secret => secret.GetProperty("name").GetString()!)] : [],
            int.Parse(container.GetProperty("user").GetString()!.Split(':')[0], CultureInfo.InvariantCulture),
            container.GetProperty("portMappings")[0].GetProperty("containerPort").GetInt32(),
            container.GetProperty("stopTimeout").GetInt32());
    }

    private static Containers OfPod(Struct deployment)
    {
        var pod = deployment.Fields["spec"].StructValue.Fields["template"].StructValue.Fields["spec"].StructValue.Fields;
        var container = pod["containers"].ListValue.Values[0].StructValue.Fields;
        var variables = container["env"].ListValue.Values.Select(variable => variable.StructValue.Fields).ToList();
        return new Containers(
            variables.Where(variable => variable.ContainsKey("value")).ToDictionary(variable => variable["name"].StringValue, variable => variable["value"].StringValue),
            [.. variables.Where(variable => variable.ContainsKey("valueFrom")).Select(variable => variable["name"].StringValue)],
            (int)pod["securityContext"].StructValue.Fields["runAsUser"].NumberValue,
            (int)container["ports"].ListValue.Values[0].StructValue.Fields["containerPort"].NumberValue,
            (int)(pod["terminationGracePeriodSeconds"].NumberValue - SecondsBeforeStop(container)));
    }
}
