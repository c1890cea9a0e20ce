using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Testing;

namespace Stacks.Tests;

/// <summary>Answers like an AWS account where everything succeeds, and keeps what was asked for.</summary>
internal sealed class AwsMocks : IMocks
{
    /// <summary>All resources asked for.</summary>
    public ConcurrentBag<MockResourceArgs> Created { get; } = [];

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        Created.Add(args);
        var state = args.Inputs.ToBuilder();
        state.TryAdd("name", args.Name!);
        state.TryAdd("arn", $"arn:aws:mock:eu-central-1:123456789012:{args.Name}");
        if (args.Type == "aws:ecr/repository:Repository")
            state["repositoryUrl"] = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/room-type";
        return Task.FromResult<(string?, object)>(($"{args.Name}-id", state.ToImmutable()));
    }

    /// <summary>A policy document is answered by its statements, for the tests to read.</summary>
    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args.Token == "aws:iam/getPolicyDocument:getPolicyDocument"
        ? args.Args.Add("json", System.Text.Json.JsonSerializer.Serialize(args.Args["statements"]))
        : args.Args);

    /// <summary>The inputs of the one resource of a type.</summary>
    public ImmutableDictionary<string, object> Inputs(string type) => Created.Single(resource => resource.Type == type).Inputs;
}
