using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;

namespace Sdks.Tests.PulumiSdk;

/// <summary>Records what a program asks for; resources get an id, an ARN and their inputs as outputs.</summary>
internal sealed class TestMocks : IMocks
{
    public ConcurrentQueue<MockResourceArgs> Resources { get; } = [];

    public ConcurrentQueue<MockCallArgs> Calls { get; } = [];

    public ConcurrentDictionary<string, ImmutableDictionary<string, Output<object?>>> RegisteredOutputs { get; } = [];

    public Func<MockResourceArgs, (string? Id, object State)>? Answer { get; init; }

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        Resources.Enqueue(args);
        return Task.FromResult(Answer?.Invoke(args) ?? ($"{args.Name}-id", args.Inputs.SetItem("arn", $"arn:{args.Name}")));
    }

    public Task<object> CallAsync(MockCallArgs args)
    {
        Calls.Enqueue(args);
        return Task.FromResult<object>(new Dictionary<string, object> { ["names"] = ImmutableArray.Create("a", "b") });
    }

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        RegisteredOutputs[args.Urn] = args.Outputs;
        return Task.CompletedTask;
    }

    public MockResourceArgs Single(string name) => Resources.Single(resource => resource.Name == name);
}

/// <summary>Runs test bodies inside of a deployment.</summary>
internal static class InDeployment
{
    public static Task PreviewAsync(Func<Task> body) => RunAsync(body, isPreview: true);

    public static Task UpdateAsync(Func<Task> body) => RunAsync(body, isPreview: false);

    // The body runs beside the program, so that its failed assertions reach the test as they are.
    private static async Task RunAsync(Func<Task> body, bool isPreview)
    {
        Exception? failure = null;
        try
        {
            await Deployment.TestAsync(new TestMocks(), new TestOptions { IsPreview = isPreview }, async () =>
            {
                try
                {
                    await body();
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            });
        }
        catch (Exception) when (failure is not null)
        {
            // What the program logged follows from the failure.
        }

        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }
}
