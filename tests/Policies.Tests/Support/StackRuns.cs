using System.Collections.Concurrent;
using Pulumi.Engine;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;

namespace Policies.Tests.Support;

/// <summary>What the stacks ask for: each stack on each backend, run once in the offline engine.</summary>
internal static class StackRuns
{
    public static readonly string[] Stacks = ["dev", "staging", "prod"];
    public static readonly string[] Backends = ["lambda", "fargate", "eks", "ec2", "sagemaker"];

    /// <summary>Stands for the project that makes accounts ready, which has no backend.</summary>
    public const string Bootstrap = "bootstrap";

    /// <summary>Each stack on each backend, and the account.</summary>
    public static IEnumerable<object[]> Combinations =>
        [.. from stack in Stacks from backend in Backends select new object[] { stack, backend }, [Bootstrap, ""]];

    private static readonly ConcurrentDictionary<string, Lazy<Task<RunResult>>> Runs = new();

    /// <summary>The resources of a stack; further keys of its configuration as <c>key=value</c>.</summary>
    public static async Task<IReadOnlyList<RecordedResource>> ResourcesAsync(string stack, string backend, RunMode mode, params string[] changes)
    {
        var run = await Runs.GetOrAdd($"{stack} {backend} {mode} {string.Join(' ', changes)}", _ => new(() => stack == Bootstrap ? RunAsync(Repository.Bootstrap, "prod", ["githubRepository=example/rooms", .. changes], mode) : RunAsync(Repository.Project, stack, [$"backend={backend}", .. changes], mode))).Value;
        Assert.True(run.Succeeded, string.Join('\n', [.. run.Errors, .. run.Logs.Select(log => log.Message), run.StandardError]));
        return run.Resources;
    }

    private static Task<RunResult> RunAsync(PulumiProject project, string stack, string[] changes, RunMode mode) => OfflineEngine.RunAsync(new EngineOptions
    {
        Project = project.Name,
        Stack = stack,
        Mode = mode,
        Command = ["dotnet", Repository.Assembly(project == Repository.Bootstrap ? "Bootstrap" : "Stacks")],
        Config = StackConfig.Load(project, stack, changes.Select(change => change.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1])),
        RootDirectory = project.Directory,
        WorkingDirectory = project.MainDirectory,
    });
}
