using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Pulumi;
using Pulumi.Engine;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Transitions;
using Stacks;
using Stacks.Configuration;

namespace Engine.Tests.Support;

/// <summary>What the stacks want, by environment, backend and other settings; each run once, in this process.</summary>
internal static class Plans
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<RunResult>>> Runs = new();
    private static readonly SemaphoreSlim One = new(1);
    /// <summary>The repository.</summary>
    public static string Folder { get; } = Find();

    public static readonly string[] Environments = ["dev", "staging", "prod"];

    /// <summary>All that the stacks know.</summary>
    public static readonly string[] Backends = [.. System.Enum.GetNames<BackendKind>().Select(name => name.ToLowerInvariant())];

    /// <summary>Every ordered pair of backends in every environment.</summary>
    public static TheoryData<string, string, string> Switches => SwitchesOf(Backends);

    /// <summary>Every ordered pair of some backends in every environment.</summary>
    public static TheoryData<string, string, string> SwitchesOf(IReadOnlyList<string> backends)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var environment in Environments)
        {
            foreach (var from in backends)
            {
                foreach (var to in backends.Where(to => to != from))
                    data.Add(environment, from, to);
            }
        }

        return data;
    }

    public static async Task<StackState> OfAsync(string environment, string backend, params (string Key, string Value)[] changes)
    {
        var run = await RunAsync(environment, backend, changes);
        Assert.True(run.Succeeded, string.Join('\n', run.Errors.Concat(run.Logs.Select(log => log.Message))));
        return StackState.Of(run);
    }

    /// <summary>What the stack wants where a state is there.</summary>
    public static async Task<StackState> OnAsync(StackState state, string environment, string backend)
    {
        var run = await StartAsync(environment, [("backend", backend)], state);
        Assert.True(run.Succeeded, string.Join('\n', run.Errors.Concat(run.Logs.Select(log => log.Message))));
        return StackState.Of(run);
    }

    public static Task<RunResult> RunAsync(string environment, string backend, params (string Key, string Value)[] changes) =>
        Runs.GetOrAdd($"{environment} {backend} {string.Join(' ', changes)}", _ => new(() => StartAsync(environment, [("backend", backend), .. changes]))).Value;

    /// <summary>An update of what another run has deployed: its outputs are what the program reads of its stack.</summary>
    public static Task<RunResult> UpdateAsync(RunResult deployed, string backend, params (string Key, string Value)[] changes) =>
        StartAsync(deployed.Stack, [("backend", backend), .. changes], outputs: deployed.StackOutputs);

    private static async Task<RunResult> StartAsync(string environment, (string Key, string Value)[] changes, StackState? state = null, Struct? outputs = null)
    {
        // The program's environment is the process's.
        await One.WaitAsync();
        try
        {
            var project = PulumiProject.Load(Folder);
            return await OfflineEngine.RunAsync(new EngineOptions
            {
                Project = project.Name,
                Stack = environment,
                Mode = state is null ? RunMode.Update : RunMode.Preview,
                State = state,
                StackOutputs = outputs is null ? new Dictionary<string, Struct>() : new Dictionary<string, Struct> { [$"organization/{project.Name}/{environment}"] = outputs },
                Command = [],
                Program = ProgramAsync,
                Config = StackConfig.Load(project, environment, changes.ToDictionary(change => change.Key, change => change.Value)),
                RootDirectory = project.Directory,
                WorkingDirectory = project.MainDirectory,
            });
        }
        finally
        {
            One.Release();
        }
    }

    private static Task<int> ProgramAsync(IReadOnlyDictionary<string, string> variables)
    {
        foreach (var (name, value) in variables)
            Environment.SetEnvironmentVariable(name, value);
        Environment.CurrentDirectory = variables["PULUMI_PWD"];
        return Task.Run(() => Deployment.RunAsync<RoomTypeStack>());
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Pulumi.yaml")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
