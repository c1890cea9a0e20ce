using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Configuration;
using Stacks.Iam;
using Stacks.Network;
using Stacks.Observability;
using SecurityGroup = Pulumi.Aws.Ec2.SecurityGroup;

namespace Stacks.Events;

/// <summary>Where the service keeps feedback and exposures, as backends see it: a PostgreSQL of the stack's own, or one that is there already.</summary>
public sealed class EventStore
{
    /// <summary>The variable that tells the service how to reach it.</summary>
    internal const string ConnectionVariable = "RoomType__Events__ConnectionString";

    /// <summary>The variable that tells the service which secret has the password.</summary>
    internal const string PasswordVariable = "RoomType__Events__PasswordSecret";

    /// <summary>PostgreSQL's port.</summary>
    internal const int Port = 5432;

    private readonly EventDatabase? _own;

    private EventStore(EventDatabase? own) => _own = own;

    /// <summary>Variables of the service that hold no secret.</summary>
    internal IReadOnlyDictionary<string, Output<string>> Variables { get; private init; } = new Dictionary<string, Output<string>>();

    /// <summary>The connection string, where it holds a password; null where a rotated secret has it.</summary>
    internal Output<string>? SecretConnection { get; private init; }

    /// <summary>What the service may do for it.</summary>
    internal IReadOnlyList<Statement> Access { get; private init; } = [];

    /// <summary>What watches it.</summary>
    internal IReadOnlyList<MetricAlarm> Alarms => _own?.Alarms ?? [];

    /// <summary>What a person wants to see of it.</summary>
    internal IReadOnlyList<Chart> Charts => _own?.Charts ?? [];

    /// <summary>The store that the configuration asks for; null for none.</summary>
    internal static EventStore? For(Settings settings, PrivateNetwork? network, Output<string> key, LogGroup messages, AlarmTopic topic)
    {
        if (!settings.Events.Kept)
            return null;
        if (settings.Events.ExistingDatabase is { } connection)
            return new EventStore(null) { SecretConnection = connection };
        var own = new EventDatabase("events", settings, network!, key, messages, topic);
        return new EventStore(own)
        {
            Variables = new Dictionary<string, Output<string>> { [ConnectionVariable] = own.Connection, [PasswordVariable] = own.PasswordSecret },
            Access = own.Access(settings.Region, key),
        };
    }

    /// <summary>Lets what is in a security group of the stack's own reach it. Returns the rules, and what has to answer.</summary>
    internal IReadOnlyList<Resource> Reach(SecurityGroup hosts, PrivateNetwork network) => _own is null
        ? [Connections.Within("events", hosts, network, Port, "The event database")]
        : [.. Connections.Allow("events", hosts, _own.SecurityGroup, Port, "The event database"), _own];

    /// <summary>The same of a security group that is another's, and lets everything out.</summary>
    internal IReadOnlyList<Resource> Reach(Output<string> hosts, Resource parent) => _own is null
        ? []
        : [Connections.Admit("events", hosts, _own.SecurityGroup, Port, "The event database", parent), _own];
}
