using Pulumi.Engine.Policies;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;

namespace Pulumi.Engine.Commands;

/// <summary>
/// The packs of a preview: every folder of a PulumiPolicy.yaml below the policies' folder, configured by config/PROJECT.json there, or by config/STACK.json.
/// They start while the program runs, and end with this.
/// </summary>
internal sealed class PolicyStage : IAsyncDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly Task<PolicyReviewer> _start;

    private PolicyStage(IReadOnlyList<PolicyPackOptions> packs, CancellationToken cancellation)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _start = PolicyReviewer.StartAsync(packs, _end.Token);
    }

    /// <summary>Starts the packs; null where there are none, or none are wanted.</summary>
    public static PolicyStage? Begin(PulumiProject project, Arguments arguments, CancellationToken cancellation)
    {
        if (!arguments.RunsPolicies)
            return null;
        var folder = Path.GetFullPath(arguments.Policies ?? Path.Combine(project.Directory, "policies"));
        var packs = PolicyReviewer.FindPacks(folder);
        if (packs.Count == 0)
            return arguments.Policies is null ? null : throw new ProjectException($"no policy pack in {folder}: none of its folders has a PulumiPolicy.yaml.");
        var file = new[] { project.Name, arguments.Stack }.Select(name => Path.Combine(folder, "config", $"{name}.json")).FirstOrDefault(File.Exists);
        var settings = file is null ? new Dictionary<string, PolicySettings>() : PolicyConfigFile.Load(file);
        var config = StackConfig.Load(project, arguments.Stack, arguments.Config);
        return new PolicyStage([.. packs.Select(pack => new PolicyPackOptions
        {
            Folder = pack,
            Project = project.Name,
            Stack = arguments.Stack,
            DryRun = arguments.Mode == RunMode.Preview,
            StackConfig = config,
            Settings = settings,
        })], cancellation);
    }

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
