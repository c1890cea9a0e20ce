using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;

namespace Sdks.Tests.Generator;

/// <summary>Mocks that record what they are asked: resources echo their inputs and get the id <c>NAME-id</c>.</summary>
internal sealed class RecordingMocks : IMocks
{
    public ConcurrentDictionary<string, MockResourceArgs> Resources { get; } = new();

    public ConcurrentQueue<MockCallArgs> Calls { get; } = new();

    /// <summary>Results of functions by token.</summary>
    public Dictionary<string, ImmutableDictionary<string, object>> Results { get; } = [];

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        Resources[args.Name!] = args;
        return Task.FromResult<(string?, object)>((args.Id is { Length: > 0 } id ? id : $"{args.Name}-id", args.Inputs));
    }

    public Task<object> CallAsync(MockCallArgs args)
    {
        Calls.Enqueue(args);
        return Task.FromResult<object>(Results[args.Token!]);
    }

    /// <summary>Runs <paramref name="program"/> as an update and returns the inputs of its resource <paramref name="name"/>.</summary>
    public static async Task<ImmutableDictionary<string, object>> InputsOfAsync(string name, Action program)
    {
        var mocks = new RecordingMocks();
        await mocks.RunAsync(program);
        return mocks.Resources[name].Inputs;
    }

    public Task RunAsync(Action program) => Deployment.TestAsync(this, new TestOptions { IsPreview = false }, program);
}
