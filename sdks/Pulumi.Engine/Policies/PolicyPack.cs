using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;
using Pulumi.Policy;
using Pulumirpc;

namespace Pulumi.Engine.Policies;

/// <summary>A policy pack that runs, asked in the engine's order of calls. Disposing ends it.</summary>
public sealed class PolicyPack : IAsyncDisposable
{
    private readonly IAnalyzer _analyzer;
    private IReadOnlyDictionary<string, PolicySettings> _initial = new Dictionary<string, PolicySettings>();

    private PolicyPack(IAnalyzer analyzer) => _analyzer = analyzer;

    /// <summary>The pack's name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its version.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Its policies, by name.</summary>
    public IReadOnlyList<PolicyInfo> Policies { get; private set; } = [];

    /// <summary>The complete configuration that the pack runs with.</summary>
    public IReadOnlyDictionary<string, PolicySettings> Settings { get; private set; } = new Dictionary<string, PolicySettings>();

    /// <summary>Starts and configures a pack.</summary>
    /// <exception cref="PolicyPackException">It does not start, or its configuration is not valid.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; the pack has ended.</exception>
    public static async Task<PolicyPack> StartAsync(PolicyPackOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var command = options.Program is null ? await PackCommand.OfAsync(options, cancellation) : null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.StartTimeout);
        PolicyPack? pack = null;
        try
        {
            pack = new PolicyPack(command is null
                ? LoadedAnalyzer.Load(options.Program!, options.Folder)
                : await ServedAnalyzer.StartAsync(command, options.Folder, limit.Token));
            await pack.IntroduceAsync(options, limit.Token);
            await pack.ConfigureAsync(options.Settings, limit.Token);
            return pack;
        }
        catch (Exception e)
        {
            if (pack is not null)
                await pack.DisposeAsync();
            if (e is OperationCanceledException && !cancellation.IsCancellationRequested)
                throw new PolicyPackException($"the policy pack in {options.Folder} did not start within {options.StartTimeout.TotalSeconds:0.#} s. {pack?._analyzer.Error ?? e.Message}".TrimEnd(), e);
            throw;
        }
    }

    /// <summary>Replaces the configuration by defaults and these settings.</summary>
    /// <exception cref="PolicyPackException">They are not valid; the configuration stays as it was.</exception>
    public async Task ConfigureAsync(IReadOnlyDictionary<string, PolicySettings> settings, CancellationToken cancellation = default)
    {
        var complete = PolicyConfiguration.Reconcile(Name, Policies, _initial, settings);
        var request = new ConfigureAnalyzerRequest
        {
            PolicyConfig =
            {
                complete.ToDictionary(entry => entry.Key, entry => new PolicyConfig
                {
                    EnforcementLevel = (Pulumirpc.EnforcementLevel)entry.Value.Level!.Value,
                    Properties = AnalyzerMessages.ToStruct(entry.Value.Properties),
                }),
            },
        };
        await CallAsync("Configure", async () =>
        {
            await _analyzer.ConfigureAsync(request, cancellation);
            return true;
        });
        Settings = complete;
    }

    /// <summary>Lets the pack change one resource, and returns what each policy did, with all inputs after it.</summary>
    /// <exception cref="PolicyPackException">A policy threw.</exception>
    public async Task<IReadOnlyList<(PolicyRemediation Remediation, Struct? Inputs)>> RemediateAsync(
        RecordedResource resource, IReadOnlyDictionary<string, RecordedResource> resources, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var request = AnalyzerMessages.Request(resource, resources);
        var response = await CallAsync("Remediate", () => _analyzer.RemediateAsync(request, cancellation));
        return [.. response.Remediations.Select(made => (
            new PolicyRemediation(Name, made.PolicyName, resource.Urn, made.Description, Changed(request.Properties, made.Properties), made.Diagnostic),
            made.Properties))];
    }

    /// <summary>Checks the inputs of one resource.</summary>
    /// <exception cref="PolicyPackException">A policy threw.</exception>
    public async Task<IReadOnlyList<PolicyViolation>> AnalyzeAsync(
        RecordedResource resource, IReadOnlyDictionary<string, RecordedResource> resources, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var response = await CallAsync("Analyze", () => _analyzer.AnalyzeAsync(AnalyzerMessages.Request(resource, resources), cancellation));
        return [.. response.Diagnostics.Select(diagnostic => Violation(diagnostic, resource.Urn))];
    }

    /// <summary>Checks the outputs of all resources together.</summary>
    /// <exception cref="PolicyPackException">A policy threw.</exception>
    public async Task<IReadOnlyList<PolicyViolation>> AnalyzeStackAsync(
        IReadOnlyList<RecordedResource> resources, CancellationToken cancellation = default)
    {
        var byUrn = resources.ToDictionary(resource => resource.Urn);
        var request = new AnalyzeStackRequest { Resources = { resources.Select(resource => AnalyzerMessages.Resource(resource, byUrn)) } };
        var response = await CallAsync("AnalyzeStack", () => _analyzer.AnalyzeStackAsync(request, cancellation));
        var root = resources.FirstOrDefault(resource => resource.Type == Urn.RootStackType)?.Urn ?? "";
        return [.. response.Diagnostics.Select(diagnostic => Violation(diagnostic, root))];
    }

    /// <summary>Ends the pack's process, if it has one.</summary>
    public ValueTask DisposeAsync() => _analyzer.DisposeAsync();

    private async Task IntroduceAsync(PolicyPackOptions options, CancellationToken cancellation)
    {
        var stack = new AnalyzerStackConfigureRequest
        {
            Stack = options.Stack,
            Project = options.Project,
            Organization = options.Organization,
            DryRun = options.DryRun,
            Config = { options.StackConfig.ToDictionary() },
            ConfigSecretKeys = { options.SecretConfigKeys },
        };
        var info = await CallAsync("GetAnalyzerInfo", async () =>
        {
            await _analyzer.ConfigureStackAsync(stack, cancellation);
            return await _analyzer.GetInfoAsync(cancellation);
        });
        Name = info.Name;
        Version = info.Version;
        Policies = [.. info.Policies.OrderBy(policy => policy.Name, StringComparer.Ordinal).Select(policy => new PolicyInfo(
            policy.Name,
            policy.Description,
            (EnforcementLevel)policy.EnforcementLevel,
            AnalyzerMessages.ToJson(policy.ConfigSchema?.Properties),
            [.. policy.ConfigSchema?.Required ?? []]))];
        _initial = info.InitialConfig.ToDictionary(
            entry => entry.Key,
            entry => new PolicySettings((EnforcementLevel)entry.Value.EnforcementLevel, AnalyzerMessages.ToJson(entry.Value.Properties)));
    }

    private PolicyViolation Violation(AnalyzeDiagnostic diagnostic, string urn) => new(
        Name,
        diagnostic.PolicyName,
        (EnforcementLevel)diagnostic.EnforcementLevel,
        diagnostic.Urn.Length > 0 ? diagnostic.Urn : urn,
        diagnostic.Description,
        Message(diagnostic));

    // @pulumi/policy puts the description before the message.
    private static string Message(AnalyzeDiagnostic diagnostic) =>
        diagnostic.Message.StartsWith(diagnostic.Description + "\n", StringComparison.Ordinal)
            ? diagnostic.Message[(diagnostic.Description.Length + 1)..]
            : diagnostic.Message;

    private static IReadOnlyList<string> Changed(Struct before, Struct? after) => after is null
        ? []
        : [.. before.Fields.Keys.Union(after.Fields.Keys)
            .Where(name => !Equals(before.Fields.GetValueOrDefault(name), after.Fields.GetValueOrDefault(name)))
            .Order(StringComparer.Ordinal)];

    private async Task<TResponse> CallAsync<TResponse>(string method, Func<Task<TResponse>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is RpcException or PolicyFailedException)
        {
            throw new PolicyPackException($"policy pack '{Name}' failed in {method}: {e.Message} {_analyzer.Error}".TrimEnd(), e);
        }
    }
}
