using Pulumi.Engine.Policies;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;

namespace Pulumi.Engine.Commands;

/// <summary>
/// The packs of a preview: those that --policy-pack names, and every folder of a PulumiPolicy.yaml below the policies' folder, configured
/// by config/PROJECT.json there, or by config/STACK.json. They start while the program runs, and end with this.
/// </summary>
internal sealed class PolicyStage : IAsyncDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly Task<PolicyReviewer> _start;

    private PolicyStage(IReadOnlyList<PolicyPackOptions> packs, CancellationToken cancellation)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _start = Task.Run(() => PolicyReviewer.StartAsync(packs, _end.Token), cancellation);
    }

    /// <summary>Starts the packs; null where there are none, or none are wanted.</summary>
    public static PolicyStage? Begin(PulumiProject project, Arguments arguments, CancellationToken cancellation)
    {
        if (!arguments.RunsPolicies)
            return null;
        var config = StackConfig.Load(project, arguments.Stack, arguments.Config);
        List<PolicyPackOptions> packs =
        [
            .. Found(project, arguments),
            .. arguments.PolicyPacks.Select(pack => Options(pack.Folder, pack.Config is null ? null : Path.GetFullPath(pack.Config))),
        ];
        return packs.Count == 0 ? null : new PolicyStage(
            [.. packs.Select(pack => pack with
            {
                Project = project.Name,
                Stack = arguments.Stack,
                DryRun = arguments.Mode == RunMode.Preview,
                WorkingDirectory = project.MainDirectory,
                StackConfig = config,
            })],
            cancellation);
    }

    private static IEnumerable<PolicyPackOptions> Found(PulumiProject project, Arguments arguments)
    {
        var folder = Path.GetFullPath(arguments.Policies ?? Path.Combine(project.Directory, "policies"));
        var packs = PolicyReviewer.FindPacks(folder);
        if (packs.Count == 0 && arguments.Policies is not null)
            throw new ProjectException($"no policy pack in {folder}: none of its folders has a PulumiPolicy.yaml.");
        var file = new[] { project.Name, arguments.Stack }.Select(name => Path.Combine(folder, "config", $"{name}.json")).FirstOrDefault(File.Exists);
        return packs.Select(pack => Options(pack, file) with { Program = arguments.PolicyProgram });
    }

    // What all packs share is set together.
    private static PolicyPackOptions Options(string folder, string? settings) => new()
    {
        Folder = Path.GetFullPath(folder),
        Project = "",
        Stack = "",
        Settings = settings is null ? new Dictionary<string, PolicySettings>() : PolicyConfigFile.Load(settings),
    };

    /// <exception cref="PolicyPackException">A pack does not start, is not configured well, or fails.</exception>
    public async Task<PolicyReview> ReviewAsync(RunResult result) => await (await _start).ReviewAsync(result.Resources, _end.Token);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await (await _start).DisposeAsync();
        }
        catch (Exception e) when (e is PolicyPackException or OperationCanceledException)
        {
            // Whoever waits for the review is told; the packs have ended.
        }
        _end.Dispose();
    }
}
