using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What an output resolves to: a value, whether it is known and secret, and the resources it comes from.</summary>
internal readonly record struct OutputData<T>(ImmutableHashSet<Resource> Resources, T Value, bool IsKnown, bool IsSecret)
{
    public static OutputData<T> Known(T value, bool isSecret = false)
        => new(ImmutableHashSet<Resource>.Empty, value, IsKnown: true, isSecret);

    public static OutputData<T> Unknown(T value) => new(ImmutableHashSet<Resource>.Empty, value, IsKnown: false, IsSecret: false);

    public OutputData<TResult> WithValue<TResult>(TResult value) => new(Resources, value, IsKnown, IsSecret);
}
