using Pulumi.Engine.Policies;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;

namespace Pulumi.Engine.Commands;

/// <summary>
/// The packs of a preview: every folder of a PulumiPolicy.yaml below the policies' folder, configured by config/STACK.json there.
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
        var file = Path.Combine(folder, "config", $"{arguments.Stack}.json");
        var settings = File.Exists(file) ? PolicyConfigFile.Load(file) : new Dictionary<string, PolicySettings>();
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
