using System.Collections.Concurrent;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;

namespace Seams.Tests.Support;

/// <summary>What the stacks would create, by environment and backend, with made-up ids; each run once.</summary>
internal static class Plans
{
    private static readonly ConcurrentDictionary<(string, string, string), Lazy<Task<RunResult>>> Runs = new();

    /// <summary>The repository's root.</summary>
    public static string Folder { get; } = Find();

    /// <summary>What a stack has that makes new versions of models.</summary>
    public static string[] Pipeline { get; } = ["pipeline=stepFunctions", "modelSource=s3://rooms/models", "pipelineData=s3://rooms/pipeline"];

    /// <summary>What a stack has that answers pictures of whole missions.</summary>
    public static string[] Batch { get; } = ["batch=map", "batchInput=s3://rooms/missions", "batchOutput=s3://rooms/answers", "batchTrigger=manifest.jsonl"];

    /// <summary>What a stack has whose batches are jobs of SageMaker's.</summary>
    public static string[] Jobs { get; } = ["batch=sagemaker", "architecture=x64", "batchInput=s3://rooms/missions", "batchOutput=s3://rooms/answers", "batchTrigger=manifest.json", "modelSource=s3://rooms/models"];

    /// <summary>What an endpoint of SageMaker has that has no instances.</summary>
    public static string[] Serverless { get; } = ["sagemakerCapacity=serverless", "architecture=x64", "maxRequestBytes=4000000"];

    /// <summary>All that the stacks know.</summary>
    public static string[] Backends { get; } = [.. System.Enum.GetNames<Stacks.Configuration.BackendKind>().Select(name => name.ToLowerInvariant())];

    /// <summary>Every environment with every backend.</summary>
    public static TheoryData<string, string> Matrix
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var environment in new[] { "dev", "staging", "prod" })
            {
                foreach (var backend in Backends)
                    data.Add(environment, backend);
            }

            return data;
        }
    }

    /// <summary>The plan of an environment with a backend, and with other keys such as "experiments=appconfig".</summary>
    public static Task<RunResult> OfAsync(string environment, string backend, params string[] changes) =>
        Runs.GetOrAdd((environment, backend, string.Join('\n', changes)), _ => new(() => RunAsync(PulumiProject.Load(Folder), environment, "Stacks", [$"backend={backend}", .. changes]))).Value;

    /// <summary>The plan of an account.</summary>
    public static Task<RunResult> OfAccountAsync(string stack, params string[] changes) =>
        Runs.GetOrAdd((stack, "bootstrap", string.Join('\n', changes)), _ => new(() => RunAsync(PulumiProject.Load(Path.Combine(Folder, "bootstrap")), stack, "Bootstrap", changes))).Value;

    /// <summary>The inputs of every resource of a type.</summary>
    public static IEnumerable<Struct> Inputs(this RunResult result, string type) => result.Resources.Where(resource => resource.Type == type).Select(resource => resource.Inputs);

    /// <summary>A text input.</summary>
    public static string Text(this Struct inputs, string key) => PropertyValue.Text(inputs, key) ?? throw new ArgumentException($"no text '{key}' in {inputs}");

    /// <summary>A text input that holds JSON.</summary>
    public static JsonElement Json(this Struct inputs, string key)
    {
        using var document = JsonDocument.Parse(inputs.Text(key));
        return document.RootElement.Clone();
    }

    private static async Task<RunResult> RunAsync(PulumiProject project, string environment, string program, string[] changes)
    {
        var result = await OfflineEngine.RunAsync(new EngineOptions
        {
            Project = project.Name,
            Stack = environment,
            Mode = RunMode.Update,
            // In its own folder: a copy beside tests lacks what their framework has and the program's has not.
            Command = ["dotnet", Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../..", program, Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), $"{program}.dll"))],
            Config = StackConfig.Load(project, environment, changes.Select(change => change.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1])),
            RootDirectory = project.Directory,
            WorkingDirectory = project.MainDirectory,
        });
        Assert.True(result.Succeeded, string.Join('\n', [.. result.Errors, .. result.Logs.Select(log => log.Message), result.StandardError]));
        return result;
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Pulumi.yaml")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
