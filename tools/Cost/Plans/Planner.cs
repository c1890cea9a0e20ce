using System.Text.RegularExpressions;
using Pulumi.Engine;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Transitions;

namespace RoomTypes.Cost.Plans;

/// <summary>Makes plans by running the stacks' program in the offline engine, as an update of a new stack: then every argument is known.</summary>
/// <param name="folder">The folder of Pulumi.yaml.</param>
/// <param name="program">The built program.</param>
public sealed partial class Planner(string folder, string program)
{
    private readonly PulumiProject _project = PulumiProject.Load(folder);

    /// <summary>Where the service can run: what Pulumi.yaml allows for backend.</summary>
    /// <exception cref="CostException">Pulumi.yaml does not say.</exception>
    public IReadOnlyList<string> Backends()
    {
        var found = Allowed().Match(File.ReadAllText(Path.Combine(_project.Directory, "Pulumi.yaml")));
        return found.Success ? found.Groups[1].Value.Split(" or ") : throw new CostException("Pulumi.yaml does not say in the description of 'backend' which there are.");
    }

    /// <summary>The backend that a stack has by its file.</summary>
    /// <exception cref="ProjectException">There is no such stack.</exception>
    public string BackendOf(string stack) => StackConfig.Load(_project, stack)[Plan.BackendKey];

    /// <summary>A stack's plan on a backend.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="backend">Where the service runs.</param>
    /// <param name="changes">Other values than the stack's file has.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ProjectException">There is no such stack, or its file is wrong.</exception>
    /// <exception cref="CostException">The program refuses it.</exception>
    public async Task<Plan> MakeAsync(string stack, string backend, IReadOnlyDictionary<string, string> changes, CancellationToken cancellation)
    {
        var config = StackConfig.Load(_project, stack, new Dictionary<string, string>(changes) { ["backend"] = backend });
        var run = await OfflineEngine.RunAsync(
            new EngineOptions
            {
                Project = _project.Name,
                Stack = stack,
                Mode = RunMode.Update,
                Command = ["dotnet", Path.GetFullPath(program)],
                Config = config,
                RootDirectory = _project.Directory,
                WorkingDirectory = _project.MainDirectory,
            },
            cancellation);
        return run.Succeeded
            ? Plan.Of(stack, config, StackState.Of(run))
            : throw new CostException($"{stack} on {backend} has no plan: {string.Join(" ", run.Errors.Concat(run.Logs.Where(log => log.Severity == Pulumi.Engine.Recording.LogSeverity.Error).Select(log => log.Message)))}");
    }

    [GeneratedRegex("""^  backend:\n(?:    .*\n)*?    description: ".*; (.+)\.\"$""", RegexOptions.Multiline)]
    private static partial Regex Allowed();
}
