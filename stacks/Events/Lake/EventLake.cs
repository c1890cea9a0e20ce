using System.Collections.Immutable;
using System.Globalization;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Observability;

namespace Stacks.Events.Lake;

/// <summary>
/// Events as objects of a bucket, tables of AWS Glue over them, and a workgroup of Athena that answers questions. No backend owns it, and
/// nothing of it is in a network (docs/decisions/0098).
/// </summary>
internal sealed class EventLake : ComponentResource
{
    private readonly int _retentionDays;

    public EventLake(string name, Settings settings, Output<string> account, Output<string> key, AlarmTopic topic, ComponentResourceOptions? options = null)
        : base("room-type:events:EventLake", name, options)
    {
        var (events, child) = (settings.Events, new CustomResourceOptions { Parent = this });
        var bucket = new LakeBucket(events, settings.Protect || events.FinalSnapshot, key, this);
        LakeTables.Create(bucket.Id, events, this);
        var workgroup = LakeWorkgroup.Create(Workgroup, bucket.Id, account, events.ScanGigabytes, key, this);
        NamedQueries.Create(workgroup, this);
        _retentionDays = events.RetentionDays;
        Address = Pulumi.Output.Format($"s3://{bucket.Id}");
        Access = new LakeAccess(settings.Region, account, bucket.Arn, key, Workgroup);
        Output = Pulumi.Output.Tuple(Address, PolicyDocument.Of([.. Access.Read]), PolicyDocument.Of([.. Access.Read, .. Access.Keep])).Apply(known => ImmutableDictionary.CreateRange(new Dictionary<string, string>
        {
            ["address"] = known.Item1,
            ["database"] = LakeTables.Database,
            ["workgroup"] = Workgroup,
            ["readers"] = known.Item2,
            ["keepers"] = known.Item3,
        }));
        Alarms = [Observability.Alarms.Create(LakeAlarms.Scans(Workgroup, events.DailyGigabytes), topic, child)];
        Charts = LakeAlarms.Charts(Workgroup, bucket.Id);
        RegisterOutputs(new Dictionary<string, object?> { ["bucket"] = bucket.Id });
    }

    /// <summary>Where the objects are.</summary>
    public Output<string> Address { get; }

    /// <summary>What is allowed to whom.</summary>
    public LakeAccess Access { get; }

    /// <summary>What those are told who ask it.</summary>
    public Output<ImmutableDictionary<string, string>> Output { get; }

    /// <summary>What watches it.</summary>
    public IReadOnlyList<MetricAlarm> Alarms { get; }

    /// <summary>What a person wants to see of it.</summary>
    public IReadOnlyList<Chart> Charts { get; }

    /// <summary>What the service and the commands are told of it.</summary>
    /// <param name="asks">Whether they ask Athena.</param>
    public IReadOnlyDictionary<string, Output<string>> Variables(bool asks)
    {
        var variables = new Dictionary<string, Output<string>>
        {
            ["RoomType__Events__Lake"] = Address,
            // No host has a disk that outlives it.
            ["RoomType__Events__Spool"] = Pulumi.Output.Create("none"),
            ["RoomType__Events__RetentionDays"] = Pulumi.Output.Create(_retentionDays.ToString(CultureInfo.InvariantCulture)),
        };
        if (!asks)
            return variables;
        variables["RoomType__Events__AthenaDatabase"] = Pulumi.Output.Create(LakeTables.Database);
        variables["RoomType__Events__AthenaWorkgroup"] = Pulumi.Output.Create(Workgroup);
        return variables;
    }

    private static string Workgroup => StackName.Full;
}
