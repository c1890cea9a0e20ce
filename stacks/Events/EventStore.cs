using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Configuration;
using Stacks.Events.Lake;
using Stacks.Iam;
using Stacks.Network;
using Stacks.Observability;
using SecurityGroup = Pulumi.Aws.Ec2.SecurityGroup;

namespace Stacks.Events;

/// <summary>Where the service keeps feedback and exposures, as backends see it: a PostgreSQL of the stack's own, one that is there already, or a lake.</summary>
public sealed class EventStore
{
    /// <summary>The variable that tells the service which secret has the password.</summary>
    internal const string PasswordVariable = "RoomType__Events__PasswordSecret";

    /// <summary>PostgreSQL's port.</summary>
    internal const int Port = 5432;

    private const string ConnectionVariable = "RoomType__Events__ConnectionString";
    private const string PseudonymVariable = "RoomType__Events__PseudonymKey";

    private readonly EventDatabase? _database;
    private readonly EventLake? _lake;
    private readonly bool _isPlaced;

    private EventStore(EventDatabase? database)
    {
        _database = database;
        _isPlaced = true;
    }

    private EventStore(EventLake lake, EventSettings events)
    {
        _lake = lake;
        Variables = lake.Variables(events.AsksAthena);
        Access = [.. lake.Access.Write, .. events.AsksAthena ? lake.Access.Ask : []];
        StepVariables = lake.Variables(asks: true);
        StepAccess = [.. lake.Access.Write, .. lake.Access.Ask];
        if (events.PseudonymKey is { } key)
            (SecretVariable, SecretValue) = (PseudonymVariable, key);
    }

    /// <summary>Variables of the service that hold no secret.</summary>
    internal IReadOnlyDictionary<string, Output<string>> Variables { get; private init; } = new Dictionary<string, Output<string>>();

    /// <summary>The same of the pipeline's steps, which ask about events in any case.</summary>
    internal IReadOnlyDictionary<string, Output<string>> StepVariables { get; private init; } = new Dictionary<string, Output<string>>();

    /// <summary>The variable that holds a secret.</summary>
    internal string SecretVariable { get; } = ConnectionVariable;

    /// <summary>Its value: a connection string with a password, or the key by which entities are named. Null where there is none, or a rotated secret has the password.</summary>
    internal Output<string>? SecretValue { get; private init; }

    /// <summary>What the service may do for it.</summary>
    internal IReadOnlyList<Statement> Access { get; private init; } = [];

    /// <summary>What the pipeline's steps may do for it.</summary>
    internal IReadOnlyList<Statement> StepAccess { get; private init; } = [];

    /// <summary>Whether it is in the network, at <see cref="Port"/>.</summary>
    internal bool IsPlaced => _isPlaced;

    /// <summary>What has to be there before the service runs.</summary>
    internal IReadOnlyList<Resource> Ready => _lake is { } lake ? [lake] : _database is { } database ? [database] : [];

    /// <summary>What watches it.</summary>
    internal IReadOnlyList<MetricAlarm> Alarms => _lake?.Alarms ?? _database?.Alarms ?? [];

    /// <summary>What a person wants to see of it.</summary>
    internal IReadOnlyList<Chart> Charts => _lake?.Charts ?? _database?.Charts ?? [];

    /// <summary>What stands above them.</summary>
    internal string Heading => _lake is null ? "What the event database does" : "What the lake of events does";

    /// <summary>What those are told who ask a lake; null without one.</summary>
    internal Output<ImmutableDictionary<string, string>>? LakeOutput => _lake?.Output;

    /// <summary>The store that the configuration asks for; null for none.</summary>
    internal static EventStore? For(Settings settings, PrivateNetwork? network, Output<string> account, Output<string> key, LogGroup messages, AlarmTopic topic)
    {
        if (!settings.Events.Kept)
            return null;
        if (settings.Events.IsLake)
            return new EventStore(new EventLake("events", settings, account, key, topic), settings.Events);
        if (settings.Events.ExistingDatabase is { } connection)
            return new EventStore(null) { SecretValue = connection };
        var own = new EventDatabase("events", settings, network!, key, messages, topic);
        var variables = new Dictionary<string, Output<string>> { [ConnectionVariable] = own.Connection, [PasswordVariable] = own.PasswordSecret };
        var access = own.Access(settings.Region, key);
        return new EventStore(own) { Variables = variables, StepVariables = variables, Access = access, StepAccess = access };
    }

    /// <summary>Lets what is in a security group of the stack's own reach it. Returns the rules, and what has to answer.</summary>
    internal IReadOnlyList<Resource> Reach(SecurityGroup hosts, PrivateNetwork network) => (_database, _isPlaced) switch
    {
        (null, true) => [Connections.Within("events", hosts, network, Port, "The event database")],
        ({ } database, _) => [.. Connections.Allow("events", hosts, database.SecurityGroup, Port, "The event database"), .. Ready],
        _ => Ready,
    };

    /// <summary>The same of a security group that is another's, and lets everything out.</summary>
    internal IReadOnlyList<Resource> Reach(Output<string> hosts, Resource parent) => _database is { } database
        ? [Connections.Admit("events", hosts, database.SecurityGroup, Port, "The event database", parent), .. Ready]
        : Ready;
}
