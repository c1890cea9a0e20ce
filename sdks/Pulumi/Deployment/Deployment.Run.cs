using System.Collections.Immutable;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <inheritdoc cref="RunAsync(Func{Task{IDictionary{string, object?}}}, StackOptions?)"/>
    public static Task<int> RunAsync(Action action) => RunAsync(() =>
    {
        action();
        return ImmutableDictionary<string, object?>.Empty;
    });

    /// <inheritdoc cref="RunAsync(Func{Task{IDictionary{string, object?}}}, StackOptions?)"/>
    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) => RunAsync(() => Task.FromResult(func()));

    /// <inheritdoc cref="RunAsync(Func{Task{IDictionary{string, object?}}}, StackOptions?)"/>
    public static Task<int> RunAsync(Func<Task> func) => RunAsync(async () =>
    {
        await func().ConfigureAwait(false);
        return ImmutableDictionary<string, object?>.Empty;
    });

    /// <summary>
    /// Runs a program that creates resources and may return the stack's outputs. It ends when all registrations are done.
    /// </summary>
    /// <returns>The exit code: 0, 1 after a logged error, 32 after an exception that was logged.</returns>
    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null)
        => RunAsync(runner => runner.RunAsync(func, options));

    /// <summary>Runs the program that is the constructor of <typeparamref name="TStack"/>.</summary>
    /// <returns>The exit code: 0, 1 after a logged error, 32 after an exception that was logged.</returns>
    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new()
        => RunAsync(runner => runner.RunAsync<TStack>());

    /// <summary>Runs the program that is the constructor of <typeparamref name="TStack"/>, built by <paramref name="serviceProvider"/>.</summary>
    /// <returns>The exit code: 0, 1 after a logged error, 32 after an exception that was logged.</returns>
    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack
        => RunAsync(runner => runner.RunAsync(() => Resolve<TStack>(serviceProvider)));

    private static TStack Resolve<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack
        => serviceProvider.GetService(typeof(TStack)) as TStack ?? throw new InvalidOperationException(
            $"Failed to resolve instance of type {typeof(TStack)} from service provider. " +
            $"Register the type with the service provider before calling {nameof(RunAsync)}.");
}
