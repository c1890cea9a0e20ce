using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Backends.Containers;
using Stacks.Caching;
using Stacks.Configuration;
using Stacks.Events;
using Stacks.Experiments;
using Stacks.Gateway;
using Stacks.Iam;
using Stacks.Network;
using Stacks.Observability;
using Stacks.Service;
using Stacks.Tracing;

namespace Stacks.Backends;

/// <summary>What every backend is given.</summary>
public sealed record BackendContext
{
    /// <summary>The stack's configuration.</summary>
    public required Settings Settings { get; init; }

    /// <summary>The service's image by digest.</summary>
    public required Output<string> ImageUri { get; init; }

    /// <summary>The repository that has it.</summary>
    public required Output<string> RepositoryArn { get; init; }

    /// <summary>Account of the stack.</summary>
    public required Output<string> Account { get; init; }

    /// <summary>The key that encrypts at rest.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>Where messages are kept, whatever the backend is.</summary>
    public required ServiceLogs Logs { get; init; }

    /// <summary>Where load balancers keep their access logs, whatever the backend is.</summary>
    public required BalancerLogs BalancerLogs { get; init; }

    /// <summary>Who is told of alarms.</summary>
    public required AlarmTopic Topic { get; init; }

    /// <summary>What callers see going wrong; takes a new version back.</summary>
    public required IReadOnlyList<MetricAlarm> CallerAlarms { get; init; }

    /// <summary>The AppConfig agent and what it may read; null without.</summary>
    public AppConfigAgent? Agent { get; init; }

    /// <summary>The collector of traces; null without.</summary>
    public TraceCollector? Collector { get; init; }

    /// <summary>The name that the load balancer's certificate has; null without.</summary>
    public Domain? Domain { get; init; }

    /// <summary>Where feedback and exposures are kept; null for nowhere.</summary>
    public EventStore? Events { get; init; }

    /// <summary>Where containers share answers; null for nowhere.</summary>
    public SharedCache? Cache { get; init; }

    /// <summary>The network; null where nothing runs in one.</summary>
    public PrivateNetwork? Network { get; init; }

    /// <summary>The repositories that images are pulled from.</summary>
    internal IEnumerable<Output<string>> Repositories => new[] { RepositoryArn, Agent?.RepositoryArn, Collector?.RepositoryArn }.OfType<Output<string>>();

    /// <summary>Variables of the service that hold no secret and are known only when the event database and the shared cache are there.</summary>
    internal IReadOnlyDictionary<string, Output<string>> StoreVariables =>
        new[] { Events?.Variables, Cache?.Variables }.OfType<IReadOnlyDictionary<string, Output<string>>>().SelectMany(variables => variables).ToDictionary();

    /// <summary>What has to be allowed for the service itself.</summary>
    internal IEnumerable<Statement> OwnAccess => [.. ServiceAccess.Statements(Settings.Service), .. Events?.Access ?? [], .. Cache is null ? [] : (Statement[])[Cache.Access]];

    /// <summary>What has to be allowed for what runs beside the service.</summary>
    internal IEnumerable<Statement> SidecarAccess => [.. Agent?.Access ?? [], .. Collector is null ? [] : (Statement[])[TraceCollector.Access]];
}
