using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Recording;

namespace Pulumi.Engine.Policies;

/// <summary>Several policy packs that look at the same runs, each in its process, side by side.</summary>
public sealed class PolicyReviewer : IAsyncDisposable
{
    private const string PackFile = "PulumiPolicy.yaml";

    private PolicyReviewer(IReadOnlyList<PolicyPack> packs) => Packs = packs;

    /// <summary>The packs.</summary>
    public IReadOnlyList<PolicyPack> Packs { get; }

    /// <summary>The folders of packs directly below a folder, by name; none where there is no such folder.</summary>
    public static IReadOnlyList<string> FindPacks(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetDirectories(folder).Where(pack => File.Exists(Path.Combine(pack, PackFile))).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Starts packs at the same time. If one fails, all end.</summary>
    /// <exception cref="PolicyPackException">One does not start, or its configuration is not valid.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; all have ended.</exception>
    public static async Task<PolicyReviewer> StartAsync(IEnumerable<PolicyPackOptions> packs, CancellationToken cancellation = default)
    {
        var starts = packs.Select(options => PolicyPack.StartAsync(options, cancellation)).ToList();
        try
        {
            return new PolicyReviewer(await Task.WhenAll(starts));
        }
        catch
        {
            foreach (var started in starts.Where(start => start.IsCompletedSuccessfully))
                await (await started).DisposeAsync();
            throw;
        }
    }

    /// <summary>Has every pack mend the resources in turn, then check each one's inputs and all outputs together.</summary>
    /// <exception cref="PolicyPackException">A pack fails.</exception>
    public async Task<PolicyReview> ReviewAsync(IReadOnlyList<RecordedResource> resources, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(resources);
        var (mended, remediations) = await RemediateAsync(resources, cancellation);
        var violations = await Task.WhenAll(Packs.Select(pack => AnalyzeAsync(pack, mended, cancellation)));
        return new PolicyReview(
            [.. Packs.Select(pack => (pack.Name, pack.Policies.Count))],
            [.. violations.SelectMany(found => found).OrderByDescending(violation => violation.Level == EnforcementLevel.Mandatory)],
            remediations,
            mended);
    }

    /// <summary>Ends all packs.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var pack in Packs)
            await pack.DisposeAsync();
    }

    private async Task<(IReadOnlyList<RecordedResource> Resources, IReadOnlyList<PolicyRemediation> Remediations)> RemediateAsync(
        IReadOnlyList<RecordedResource> resources, CancellationToken cancellation)
    {
        var mended = resources.ToList();
        var remediations = new List<PolicyRemediation>();
        var byUrn = resources.ToDictionary(resource => resource.Urn);
        foreach (var pack in Packs.Where(pack => pack.Settings.Values.Any(settings => settings.Level == EnforcementLevel.Remediate)))
        {
            for (var i = 0; i < mended.Count; i++)
            {
                if (mended[i].Origin != ResourceOrigin.Registered)
                    continue;
                foreach (var (remediation, inputs) in await pack.RemediateAsync(mended[i], byUrn, cancellation))
                {
                    remediations.Add(remediation);
                    if (inputs is not null)
                        mended[i] = Mended(mended[i], inputs, remediation.Properties);
                }
            }
        }
        return (mended, remediations);
    }

    /// <summary>The resource with other inputs, which its outputs follow.</summary>
    private static RecordedResource Mended(RecordedResource resource, Struct inputs, IEnumerable<string> changed)
    {
        var outputs = resource.Outputs.Clone();
        foreach (var name in changed.Where(inputs.Fields.ContainsKey))
            outputs.Fields[name] = inputs.Fields[name];
        return resource with { Inputs = inputs, Outputs = outputs };
    }

    private static async Task<IEnumerable<PolicyViolation>> AnalyzeAsync(
        PolicyPack pack, IReadOnlyList<RecordedResource> resources, CancellationToken cancellation)
    {
        var violations = new List<PolicyViolation>();
        var byUrn = resources.ToDictionary(resource => resource.Urn);
        foreach (var resource in resources.Where(resource => resource.Origin == ResourceOrigin.Registered))
            violations.AddRange(await pack.AnalyzeAsync(resource, byUrn, cancellation));
        violations.AddRange(await pack.AnalyzeStackAsync(resources, cancellation));
        return violations;
    }
}
