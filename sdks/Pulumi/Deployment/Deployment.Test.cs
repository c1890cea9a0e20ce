using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>Runs a stack against <paramref name="mocks"/> instead of an engine and returns its resources.</summary>
    /// <exception cref="RunException">The program logged an error.</exception>
    /// <exception cref="AggregateException">The program logged several errors.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new()
        => TestAsync(mocks, options, runner => runner.RunAsync<TStack>());

    /// <inheritdoc cref="TestAsync{TStack}(IMocks, TestOptions?)"/>
    public static Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks, IServiceProvider serviceProvider, TestOptions? options = null)
        where TStack : Stack
        => TestAsync(mocks, options, runner => runner.RunAsync(() => Resolve<TStack>(serviceProvider)));

    /// <summary>Runs a program against <paramref name="testMocks"/> instead of an engine and returns its resources and outputs.</summary>
    /// <exception cref="RunException">The program logged an error.</exception>
    /// <exception cref="AggregateException">The program logged several errors.</exception>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task<IDictionary<string, object?>>> createResources)
        => TestFunctionAsync(testMocks, testOptions, () => createResources().GetAwaiter().GetResult());

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{Task{IDictionary{string, object?}}})"/>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<IDictionary<string, object?>> createResources)
        => TestFunctionAsync(testMocks, testOptions, createResources);

    /// <inheritdoc cref="TestAsync{TStack}(IMocks, TestOptions?)"/>
    public static async Task<ImmutableArray<Resource>> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task> createResources)
    {
        var result = await TestFunctionAsync(testMocks, testOptions, () =>
        {
            createResources().GetAwaiter().GetResult();
            return new Dictionary<string, object?>();
        }).ConfigureAwait(false);
        return result.Resources;
    }

    /// <inheritdoc cref="TestAsync{TStack}(IMocks, TestOptions?)"/>
    public static async Task<ImmutableArray<Resource>> TestAsync(
        IMocks testMocks, TestOptions testOptions, Action createResources)
    {
        var result = await TestFunctionAsync(testMocks, testOptions, () =>
        {
            createResources();
            return new Dictionary<string, object?>();
        }).ConfigureAwait(false);
        return result.Resources;
    }

    private static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestFunctionAsync(
        IMocks mocks, TestOptions options, Func<IDictionary<string, object?>> createResources)
    {
        TestStack? stack = null;
        var resources = await TestAsync(mocks, options, runner => runner.RunAsync(() => stack = new TestStack(createResources)))
            .ConfigureAwait(false);
        return (resources.RemoveAll(resource => resource is TestStack), stack?.Returned ?? new Dictionary<string, object?>());
    }

    private static async Task<ImmutableArray<Resource>> TestAsync(IMocks mocks, TestOptions? options, Func<Runner, Task<int>> run)
    {
        var monitor = new MockMonitor(mocks);
        var engine = new MockEngine();
        await RunAsync(new Deployment(DeploymentSettings.ForTest(options), monitor, engine), run).ConfigureAwait(false);
        return engine.Errors switch
        {
            [] => monitor.Resources,
            [var error] => throw new RunException(error),
            var errors => throw new AggregateException(errors.Select(error => new RunException(error))),
        };
    }
}
