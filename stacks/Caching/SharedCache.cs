using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.ElastiCache;
using Pulumi.Aws.ElastiCache.Inputs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Network;
using Stacks.Observability;
using SecurityGroup = Pulumi.Aws.Ec2.SecurityGroup;

namespace Stacks.Caching;

/// <summary>
/// A Valkey of ElastiCache Serverless in the stack's network, which containers share. Connections are encrypted, the service's role is who is let
/// in, and keys of the service are all that it may read and write (docs/decisions/0064).
/// </summary>
/// <remarks>https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/WhatIs.corecomponents.html, .../auth-iam.html</remarks>
public sealed class SharedCache : ComponentResource
{
    /// <summary>The port; the one after it leads to replicas, which nobody asks.</summary>
    internal const int Port = 6379;

    private const string Engine = "valkey";
    private const string Version = "8";

    // Answers, and what a client asks of the server when it connects.
    private const string AccessString = "on ~room-type:* resetchannels -@all +get +set +@connection +info +cluster|nodes +cluster|slots +cluster|shards";

    private readonly SecurityGroup _group;
    private readonly Output<string> _endpoint;
    private readonly Output<string> _arn;
    private readonly Output<string> _user;

    private SharedCache(string name, Settings settings, PrivateNetwork network, Output<string> key, AlarmTopic topic)
        : base("room-type:caching:SharedCache", name)
    {
        var child = new CustomResourceOptions { Parent = this };
        _group = Connections.Group(name, network, "Shared cache of the service", this);
        // With IAM a user's name is its id.
        var user = new User(
            name,
            new UserArgs
            {
                UserId = StackName.Full,
                UserName = StackName.Full,
                Engine = Engine,
                AccessString = AccessString,
                AuthenticationMode = new UserAuthenticationModeArgs { Type = "iam" },
            },
            child);
        var users = new UserGroup(name, new UserGroupArgs { UserGroupId = StackName.Full, Engine = Engine, UserIds = { user.UserId } }, child);
        var cache = new ServerlessCache(
            name,
            new ServerlessCacheArgs
            {
                // Known beforehand: tokens are signed for it.
                Name = StackName.Full,
                Description = "Answers of the service by picture and model",
                Engine = Engine,
                MajorEngineVersion = Version,
                KmsKeyId = key,
                SubnetIds = [.. network.SubnetIds],
                SecurityGroupIds = { _group.Id },
                UserGroupId = users.UserGroupId,
                // What it keeps can be made again.
                SnapshotRetentionLimit = 0,
                CacheUsageLimits = new ServerlessCacheCacheUsageLimitsArgs
                {
                    DataStorage = new ServerlessCacheCacheUsageLimitsDataStorageArgs { Maximum = settings.Cache.MostGigabytes, Unit = "GB" },
                    EcpuPerSeconds = { new ServerlessCacheCacheUsageLimitsEcpuPerSecondArgs { Maximum = settings.Cache.MostUnits } },
                },
            },
            child);
        _endpoint = cache.Endpoints.Apply(endpoints => endpoints[0].Address!);
        _arn = cache.Arn;
        _user = user.Arn;
        Alarms = CacheAlarms.Create(topic, this);
        RegisterOutputs(new Dictionary<string, object?> { ["endpoint"] = _endpoint });
    }

    /// <summary>What watches it.</summary>
    internal IReadOnlyList<MetricAlarm> Alarms { get; }

    /// <summary>What a person wants to see of it.</summary>
    internal IReadOnlyList<Chart> Charts { get; } = CacheAlarms.Charts;

    /// <summary>Variables of the service.</summary>
    internal IReadOnlyDictionary<string, Output<string>> Variables => new Dictionary<string, Output<string>>
    {
        ["RoomType__Cache__Redis__Connection"] = Output.Format($"{_endpoint}:{Port},ssl=true"),
        ["RoomType__Cache__Redis__IamUser"] = Output.Create(StackName.Full),
        ["RoomType__Cache__Redis__IamCache"] = Output.Create(StackName.Full),
    };

    /// <summary>What the service may do for it.</summary>
    internal Statement Access => new("ConnectsToTheSharedCache") { Actions = ["elasticache:Connect"], Resources = new InputList<string> { _arn, _user } };

    /// <summary>The cache that the configuration asks for; null for none.</summary>
    internal static SharedCache? For(Settings settings, PrivateNetwork? network, Output<string> key, AlarmTopic topic) =>
        settings.Cache.IsShared ? new SharedCache("cache", settings, network!, key, topic) : null;

    /// <summary>Lets what is in a security group of the stack's own reach it. Returns the rules, and what has to answer.</summary>
    internal IReadOnlyList<Resource> Reach(SecurityGroup hosts) => [.. Connections.Allow("cache", hosts, _group.Id, Port, "The shared cache"), this];

    /// <summary>The same of a security group that is another's, and lets everything out.</summary>
    internal IReadOnlyList<Resource> Reach(Output<string> hosts, Resource parent) =>
        [Connections.Admit("cache", hosts, _group.Id, Port, "The shared cache", parent), this];
}
