using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Recording;

namespace Seams.Tests.Support;

/// <summary>The service's container as a backend runs it.</summary>
/// <param name="Environment">Its environment variables.</param>
/// <param name="Secrets">The names of those that come from a secret.</param>
/// <param name="User">The user that it runs as; null where the platform chooses.</param>
/// <param name="Port">The port that requests come to; null where they come as events.</param>
/// <param name="StopSeconds">Seconds between SIGTERM and the end; null where there is no SIGTERM.</param>
internal sealed partial record Containers(IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string> Secrets, int? User, int? Port, int? StopSeconds)
{
    /// <summary>Reads it from a plan.</summary>
    public static Containers Of(RunResult plan, string backend) => backend switch
    {
        "lambda" => OfFunction(Assert.Single(plan.Inputs("aws:lambda/function:Function"))),
        "fargate" => OfTask(Assert.Single(plan.Inputs("aws:ecs/taskDefinition:TaskDefinition"))),
        "ec2" => OfInstance(UserDataOf(plan)),
        "sagemaker" => OfModel(Assert.Single(plan.Inputs("aws:sagemaker/model:Model")).Fields["primaryContainer"].StructValue),
        _ => OfPod(Assert.Single(plan.Inputs("kubernetes:apps/v1:Deployment"))),
    };

    /// <summary>The images of all containers, by digest.</summary>
    public static IEnumerable<string> Images(RunResult plan, string backend) => backend switch
    {
        "lambda" => plan.Inputs("aws:lambda/function:Function").Select(function => function.Text("imageUri")),
        "fargate" => plan.Inputs("aws:ecs/taskDefinition:TaskDefinition").SelectMany(task => task.Json("containerDefinitions").EnumerateArray()).Select(container => container.GetProperty("image").GetString()!),
        "sagemaker" => plan.Inputs("aws:sagemaker/model:Model").Select(model => model.Fields["primaryContainer"].StructValue.Text("image")),
        "ec2" => ImageOfUserData().Matches(UserDataOf(plan)).Select(image => image.Value).Distinct(),
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

    // The port is SageMaker's own, and so is when it ends a container.
    private static Containers OfModel(Struct container) => new(
        container.Fields["environment"].StructValue.Fields.ToDictionary(pair => pair.Key, pair => pair.Value.StringValue), [], null, 8080, null);

    /// <summary>What an instance does at its first start.</summary>
    public static string UserDataOf(RunResult plan) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(Assert.Single(plan.Inputs("aws:ec2/launchTemplate:LaunchTemplate")).Text("userData")));

    // The files that the script writes: variables, and the unit of the service.
    private static Containers OfInstance(string script)
    {
        string Written(string path) => script.Split($"cat >{path} <<'END_OF_FILE'\n")[1].Split("END_OF_FILE\n")[0];
        var unit = Written("/etc/systemd/system/room-type.service");
        return new Containers(
            Written("/etc/room-type/room-type.env").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
            [.. SecretOfUnit().Matches(unit).Select(secret => secret.Groups[1].Value)],
            int.Parse(UserOfUnit().Match(unit).Groups[1].Value, CultureInfo.InvariantCulture),
            new Uri(Written("/etc/room-type/host.env").Split('\n').Single(line => line.StartsWith("READY=", StringComparison.Ordinal))["READY=".Length..]).Port,
            int.Parse(StopOfUnit().Match(unit).Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"[0-9]{12}\.dkr\.ecr\.\S+")]
    private static partial Regex ImageOfUserData();

    [GeneratedRegex(@"room-type-host secret (\S+) arn:")]
    private static partial Regex SecretOfUnit();

    [GeneratedRegex("--user ([0-9]+):")]
    private static partial Regex UserOfUnit();

    [GeneratedRegex("docker stop --time ([0-9]+) room-type")]
    private static partial Regex StopOfUnit();

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
