using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Testing;

namespace Stacks.Tests;

/// <summary>Answers like an AWS account and a cluster where everything succeeds, and keeps what was asked for.</summary>
internal sealed class AwsMocks : IMocks
{
    private const string Account = "123456789012";

    // What the stack reads and is no input of the resource itself.
    private static readonly Dictionary<string, Dictionary<string, object>> Answers = new()
    {
        ["aws:acm/certificate:Certificate"] = new()
        {
            ["domainValidationOptions"] = ImmutableArray.Create<object>(Map(("domainName", "d"), ("resourceRecordName", "_n"), ("resourceRecordType", "CNAME"), ("resourceRecordValue", "_v"))),
        },
        ["aws:apigateway/restApi:RestApi"] = new() { ["rootResourceId"] = "root", ["executionArn"] = $"arn:aws:execute-api:eu-central-1:{Account}:api" },
        ["aws:apigateway/stage:Stage"] = new() { ["invokeUrl"] = "https://api.execute-api.eu-central-1.amazonaws.com/live" },
        ["aws:apigateway/apiKey:ApiKey"] = new() { ["value"] = "key-of-a-client" },
        ["aws:appconfig/environment:Environment"] = new() { ["environmentId"] = "env" },
        ["aws:appconfig/configurationProfile:ConfigurationProfile"] = new() { ["configurationProfileId"] = "prf" },
        ["aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion"] = new() { ["versionNumber"] = 1.0 },
        ["aws:eks/cluster:Cluster"] = new()
        {
            ["endpoint"] = "https://cluster.example.com",
            ["certificateAuthority"] = Map(("data", "Y2E=")),
        },
        ["aws:secretsmanager/secretVersion:SecretVersion"] = new() { ["versionId"] = "v1" },
        ["aws:lambda/function:Function"] = new() { ["version"] = "7" },
        ["aws:lambda/alias:Alias"] = new() { ["invokeArn"] = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/live/invocations" },
        ["aws:lb/loadBalancer:LoadBalancer"] = new() { ["arnSuffix"] = "app/service/1" },
        ["aws:lb/targetGroup:TargetGroup"] = new() { ["arnSuffix"] = "targetgroup/targets/1" },
        ["aws:ec2/vpcEndpoint:VpcEndpoint"] = new() { ["prefixListId"] = "pl-1", ["dnsEntries"] = ImmutableArray.Create<object>(Map(("dnsName", "vpce-1.execute-api.eu-central-1.vpce.amazonaws.com"), ("hostedZoneId", "Z7HUB22UULQXV"))) },
        ["aws:apigateway/domainName:DomainName"] = new() { ["domainNameId"] = "abcdefghij", ["regionalDomainName"] = "d-1.execute-api.eu-central-1.amazonaws.com", ["regionalZoneId"] = "Z1U" },
        ["aws:ec2/launchTemplate:LaunchTemplate"] = new() { ["latestVersion"] = 3.0 },
        ["aws:rds/cluster:Cluster"] = new()
        {
            ["endpoint"] = "room-type.cluster-abc.eu-central-1.rds.amazonaws.com",
            ["masterUserSecrets"] = ImmutableArray.Create<object>(Map(("secretArn", $"arn:aws:secretsmanager:eu-central-1:{Account}:secret:rds!cluster-1"))),
        },
        ["aws:elasticache/serverlessCache:ServerlessCache"] = new()
        {
            ["endpoints"] = ImmutableArray.Create<object>(Map(("address", "room-type.serverless.euc1.cache.amazonaws.com"), ("port", 6379))),
        },
        ["docker-build:index:Image"] = new() { ["digest"] = StackRun.Digest },
    };

    /// <summary>All resources asked for.</summary>
    public ConcurrentBag<MockResourceArgs> Created { get; } = [];

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        Created.Add(args);
        var state = args.Inputs.ToBuilder();
        state.TryAdd("name", args.Name!);
        state.TryAdd("arn", $"arn:aws:mock:eu-central-1:{Account}:{args.Name}");
        foreach (var (key, value) in Answers.GetValueOrDefault(args.Type!, []))
            state[key] = value;
        if (args.Type == "aws:eks/cluster:Cluster")
            state["vpcConfig"] = ((ImmutableDictionary<string, object>)args.Inputs["vpcConfig"]).SetItem("clusterSecurityGroupId", "sg-cluster");
        return Task.FromResult<(string?, object)>(($"{args.Name}-id", state.ToImmutable()));
    }

    /// <summary>The stack's outputs after the update before.</summary>
    public ImmutableDictionary<string, object> Deployed { get; init; } = ImmutableDictionary<string, object>.Empty;

    /// <summary>All functions called.</summary>
    public ConcurrentBag<MockCallArgs> Calls { get; } = [];

    public Task<object> CallAsync(MockCallArgs args)
    {
        Calls.Add(args);
        return Task.FromResult<object>(Answer(args));
    }

    private ImmutableDictionary<string, object> Answer(MockCallArgs args) => args.Token switch
    {
        "pulumi:pulumi:readStackOutputs" => Map(("outputs", Deployed)),
        "aws:index/getCallerIdentity:getCallerIdentity" => Map(("accountId", Account)),
        "aws:index/getAvailabilityZones:getAvailabilityZones" => Map(("names", ImmutableArray.Create<object>("eu-central-1a", "eu-central-1b", "eu-central-1c"))),
        "aws:ecr/getAuthorizationToken:getAuthorizationToken" => Map(("userName", "AWS"), ("password", "token")),
        "aws:iot/getEndpoint:getEndpoint" => Map(("endpointAddress", "abc.credentials.iot.eu-central-1.amazonaws.com")),
        "aws:ssm/getParameter:getParameter" => Map(("insecureValue", "ami-0123456789abcdef0")),
        "aws:ec2/getVpc:getVpc" => Map(("cidrBlock", "10.9.0.0/16")),
        _ => throw new ArgumentException($"the mocks have no answer for {args.Token}"),
    };

    /// <summary>The inputs of every resource of a type.</summary>
    public IReadOnlyList<ImmutableDictionary<string, object>> All(string type) => [.. Created.Where(resource => resource.Type == type).Select(resource => resource.Inputs)];

    /// <summary>The inputs of the one resource of a type.</summary>
    public ImmutableDictionary<string, object> One(string type) => Assert.Single(All(type));

    private static ImmutableDictionary<string, object> Map(params (string Key, object Value)[] entries) => entries.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);
}
