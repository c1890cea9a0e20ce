using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Rds;
using Pulumi.Aws.Rds.Inputs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Network;
using Stacks.Observability;

namespace Stacks.Events;

/// <summary>
/// A PostgreSQL of Aurora Serverless v2 in the stack's network, which no backend owns: a switch leaves it where it is. RDS makes its
/// password, keeps it in Secrets Manager and rotates it (docs/decisions/0063).
/// </summary>
/// <remarks>https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.html</remarks>
internal sealed class EventDatabase : ComponentResource
{
    private const string Engine = "aurora-postgresql";

    // A whole version: RDS takes its newest minor version, and goes on to newer ones by itself.
    private const string Version = "17";

    // Of the database and of the user, who owns it.
    private const string Name = "rooms";

    // The bundle of app/certificates, where the image has it, has RDS' authorities of every region.
    private const string Authority = "rds-ca-rsa2048-g1";

    private const string Certificates = "/app/certificates/rds.pem";

    private const int PauseSeconds = 1_800;

    // Performance Insights wants more than a paused or the smallest database has: .../aurora-serverless-v2.setting-capacity.html
    private const int AcuForInsights = 2;

    // A database that is paused takes a connection after 15 seconds, and after a day of pause after 30 or more.
    private const int ConnectSeconds = 60;

    public EventDatabase(string name, Settings settings, PrivateNetwork network, Output<string> key, LogGroup messages, AlarmTopic topic, ComponentResourceOptions? options = null)
        : base("room-type:events:EventDatabase", name, options)
    {
        var group = Connections.Group(name, network, "Event database of the service", this);
        var cluster = CreateCluster(name, settings, network, key, messages, group.Id);
        CreateInstances(name, settings.Events, cluster, key);
        SecurityGroup = group.Id;
        PasswordSecret = cluster.MasterUserSecrets.Apply(secrets => secrets[0].SecretArn!);
        Connection = Output.Format(
            $"Host={cluster.Endpoint};Port={EventStore.Port};Database={Name};Username={Name};SSL Mode=VerifyFull;Root Certificate={Certificates};Timeout={ConnectSeconds};Maximum Pool Size={EventSettings.ConnectionsOfAProcess}");
        Alarms = EventAlarms.Create(settings, messages, topic, this);
        if (settings.Events.VaultDays > 0)
            Alarms = [.. Alarms, new EventVault("events-vault", settings, cluster.Arn, key, topic, this).Alarm];
        RegisterOutputs(new Dictionary<string, object?> { ["endpoint"] = cluster.Endpoint });
    }

    /// <summary>How to reach it, but for the password.</summary>
    public Output<string> Connection { get; }

    /// <summary>ARN of the secret that has the password.</summary>
    public Output<string> PasswordSecret { get; }

    /// <summary>Its security group, which lets in who is named to it.</summary>
    public Output<string> SecurityGroup { get; }

    /// <summary>What watches it.</summary>
    public IReadOnlyList<MetricAlarm> Alarms { get; }

    /// <summary>What a person wants to see of it.</summary>
    public IReadOnlyList<Chart> Charts { get; } = EventAlarms.Charts;

    /// <summary>What the service may do: read this one secret, by Secrets Manager alone.</summary>
    public IReadOnlyList<Statement> Access(string region, Output<string> key) =>
    [
        new Statement("ReadsTheDatabasePassword") { Actions = ["secretsmanager:GetSecretValue"], Resources = new InputList<string> { PasswordSecret } },
        new Statement("DecryptsTheDatabasePassword")
        {
            Actions = ["kms:Decrypt"],
            Resources = new InputList<string> { key },
            Conditions = [("StringEquals", "kms:ViaService", new InputList<string> { $"secretsmanager.{region}.{Partition.Current.Domain}" })],
        },
    ];

    private Cluster CreateCluster(string name, Settings settings, PrivateNetwork network, Output<string> key, LogGroup messages, Output<string> group)
    {
        var events = settings.Events;
        var child = new CustomResourceOptions { Parent = this };
        var subnets = new SubnetGroup(name, new SubnetGroupArgs { SubnetIds = [.. network.SubnetIds], Description = "Private subnets of the service" }, child);
        var parameters = new ClusterParameterGroup(
            name,
            new ClusterParameterGroupArgs
            {
                Family = $"{Engine}{Version}",
                Description = "Connections are encrypted",
                Parameters = { new ClusterParameterGroupParameterArgs { Name = "rds.force_ssl", Value = "1", ApplyMethod = "immediate" } },
            },
            child);
        return new Cluster(
            name,
            new ClusterArgs
            {
                // Known beforehand, as the log's name is made of it.
                ClusterIdentifier = StackName.Full,
                Engine = Engine,
                EngineVersion = Version,
                DatabaseName = Name,
                MasterUsername = Name,
                ManageMasterUserPassword = true,
                MasterUserSecretKmsKeyId = key,
                StorageEncrypted = true,
                KmsKeyId = key,
                DbSubnetGroupName = subnets.Name,
                VpcSecurityGroupIds = { group },
                DbClusterParameterGroupName = parameters.Name,
                Serverlessv2ScalingConfiguration = Capacity(events),
                BackupRetentionPeriod = events.BackupDays,
                PreferredBackupWindow = "01:00-02:00",
                PreferredMaintenanceWindow = "sun:02:30-sun:03:30",
                CopyTagsToSnapshot = true,
                DeletionProtection = settings.Protect,
                SkipFinalSnapshot = !events.FinalSnapshot,
                // The group's name ends differently with each database: a second snapshot of one name would be refused.
                FinalSnapshotIdentifier = Output.Format($"{StackName.Full}-{subnets.Name}-last"),
                EnabledCloudwatchLogsExports = { "postgresql" },
            },
            new CustomResourceOptions { Parent = this, DependsOn = { messages } });
    }

    private static ClusterServerlessv2ScalingConfigurationArgs Capacity(EventSettings events)
    {
        var capacity = new ClusterServerlessv2ScalingConfigurationArgs { MinCapacity = events.LeastAcu, MaxCapacity = events.MostAcu };
        if (events.LeastAcu == 0)
            capacity.SecondsUntilAutoPause = PauseSeconds;
        return capacity;
    }

    private void CreateInstances(string name, EventSettings events, Cluster cluster, Output<string> key)
    {
        for (var i = 0; i < events.Instances; i++)
        {
            var args = new ClusterInstanceArgs
            {
                ClusterIdentifier = cluster.Id,
                Identifier = $"{StackName.Full}-{i}",
                Engine = EngineType.AuroraPostgresql,
                InstanceClass = "db.serverless",
                // The first two tiers are as big as the first instance is, so that they can take over.
                PromotionTier = Math.Min(i, 1),
                PubliclyAccessible = false,
                AutoMinorVersionUpgrade = true,
                CaCertIdentifier = Authority,
                CopyTagsToSnapshot = true,
                PerformanceInsightsEnabled = events.LeastAcu >= AcuForInsights,
            };
            if (events.LeastAcu >= AcuForInsights)
                args.PerformanceInsightsKmsKeyId = key;
            _ = new ClusterInstance($"{name}-{i}", args, new CustomResourceOptions { Parent = this });
        }
    }
}
