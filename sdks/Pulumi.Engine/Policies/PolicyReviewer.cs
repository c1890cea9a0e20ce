using System.Collections.Concurrent;
using System.Threading.Channels;
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

    /// <summary>
    /// Has every pack mend each resource in turn and then check its inputs, and at the end the outputs of all together. A
    /// resource is mended while those before it are checked.
    /// </summary>
    /// <exception cref="PolicyPackException">A pack fails.</exception>
    public async Task<PolicyReview> ReviewAsync(IReadOnlyList<RecordedResource> resources, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(resources);
        var mended = new ConcurrentDictionary<string, RecordedResource>(resources.Select(resource => KeyValuePair.Create(resource.Urn, resource)));
        var queues = Packs.Select(_ => Channel.CreateUnbounded<RecordedResource>()).ToList();
        var remediations = RemediateAsync(resources, mended, queues, cancellation);
        var analyses = Packs.Zip(queues, (pack, queue) => AnalyzeAsync(pack, queue.Reader, mended, cancellation)).ToList();
        await Task.WhenAll([remediations, .. analyses]);
        var violations = analyses.SelectMany(analysis => analysis.Result);
        return new PolicyReview(
            [.. Packs.Select(pack => (pack.Name, pack.Policies.Count))],
            [.. violations.OrderByDescending(violation => violation.Level == EnforcementLevel.Mandatory)],
            remediations.Result,
            [.. resources.Select(resource => mended[resource.Urn])]);
    }

    /// <summary>Ends all packs.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(Packs.Select(pack => pack.DisposeAsync().AsTask()));

    /// <summary>Mends all resources, and hands each on to be checked.</summary>
    private async Task<IReadOnlyList<PolicyRemediation>> RemediateAsync(
        IReadOnlyList<RecordedResource> resources,
        ConcurrentDictionary<string, RecordedResource> mended,
        List<Channel<RecordedResource>> queues,
        CancellationToken cancellation)
    {
        var remediations = new List<PolicyRemediation>();
        var mending = Packs.Where(pack => pack.Settings.Values.Any(settings => settings.Level == EnforcementLevel.Remediate)).ToList();
        try
        {
            foreach (var resource in resources)
            {
                foreach (var pack in mending.Where(_ => resource.Origin == ResourceOrigin.Registered))
                {
                    foreach (var (remediation, inputs) in await pack.RemediateAsync(mended[resource.Urn], mended, cancellation))
                    {
                        remediations.Add(remediation);
                        if (inputs is not null)
                            mended[resource.Urn] = Mended(mended[resource.Urn], inputs, remediation.Properties);
                    }
                }
                queues.ForEach(queue => queue.Writer.TryWrite(mended[resource.Urn]));
            }
            return remediations;
        }
        finally
        {
            queues.ForEach(queue => queue.Writer.Complete());
        }
    }

    /// <summary>The resource with other inputs, which its outputs follow.</summary>
    private static RecordedResource Mended(RecordedResource resource, Struct inputs, IEnumerable<string> changed)
    {
        var outputs = resource.Outputs.Clone();
        foreach (var name in changed.Where(inputs.Fields.ContainsKey))
            outputs.Fields[name] = inputs.Fields[name];
        return resource with { Inputs = inputs, Outputs = outputs };
    }

    private static async Task<IReadOnlyList<PolicyViolation>> AnalyzeAsync(
        PolicyPack pack, ChannelReader<RecordedResource> queue, IReadOnlyDictionary<string, RecordedResource> mended, CancellationToken cancellation)
    {
        var violations = new List<PolicyViolation>();
        var resources = new List<RecordedResource>();
        await foreach (var resource in queue.ReadAllAsync(cancellation))
        {
            resources.Add(resource);
            if (resource.Origin == ResourceOrigin.Registered)
                violations.AddRange(await pack.AnalyzeAsync(resource, mended, cancellation));
        }
        violations.AddRange(await pack.AnalyzeStackAsync(resources, cancellation));
        return violations;
    }
}
