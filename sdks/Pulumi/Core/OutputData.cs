using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What an output resolves to: a value, whether it is known and secret, and the resources it comes from.</summary>
internal readonly record struct OutputData<T>(ImmutableHashSet<Resource> Resources, T Value, bool IsKnown, bool IsSecret)
{
    public static OutputData<T> Known(T value, bool isSecret = false)
        => new(ImmutableHashSet<Resource>.Empty, value, IsKnown: true, isSecret);

    public static OutputData<T> Unknown(T value) => new(ImmutableHashSet<Resource>.Empty, value, IsKnown: false, IsSecret: false);

    public OutputData<TResult> WithValue<TResult>(TResult value) => new(Resources, value, IsKnown, IsSecret);

    /// <summary>A value made of this one and another: unknown or secret if one is, and dependent on the resources of both.</summary>
    public OutputData<TResult> Combine<TOther, TResult>(OutputData<TOther> other, TResult value)
        => new(Resources.Union(other.Resources), value, IsKnown && other.IsKnown, IsSecret || other.IsSecret);
}
