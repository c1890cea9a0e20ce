using System.Collections.Immutable;

namespace Pulumi.Utilities;

/// <summary>Looks into outputs, for tests and debugging: what is read here is lost to the engine's dependency tracking.</summary>
public static class OutputUtilities
{
    /// <summary>An unknown output; <paramref name="value"/> only gives its type.</summary>
    public static Output<T> CreateUnknown<T>(T value) => Output.Unknown(value);

    /// <summary>An unknown output; <paramref name="valueFactory"/> only gives its type and never runs.</summary>
    public static Output<T> CreateUnknown<T>(Func<Task<T>> valueFactory) => Output.Unknown(default(T)!).Apply(_ => valueFactory());

    /// <summary>A copy of <paramref name="output"/> that depends on <paramref name="resource"/> too.</summary>
    public static Output<T> WithDependency<T>(Output<T> output, Resource resource)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(resource);
        return output.WithData(data => data with { Resources = data.Resources.Add(resource) });
    }

    /// <summary>Whether the value is known.</summary>
    public static async Task<bool> GetIsKnownAsync<T>(Output<T> output) => (await output.DataTask.ConfigureAwait(false)).IsKnown;

    /// <summary>The value, or the default if it is unknown.</summary>
    public static Task<T> GetValueAsync<T>(Output<T> output) => output.GetValueAsync(whenUnknown: default!);

    /// <summary>The resources that the value comes from.</summary>
    public static async Task<ImmutableHashSet<Resource>> GetDependenciesAsync<T>(Output<T> output)
        => (await output.DataTask.ConfigureAwait(false)).Resources;
}
