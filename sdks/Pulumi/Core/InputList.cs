using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A list or map of inputs, for code that writes it element by element.</summary>
internal interface IInputCollection
{
    /// <summary>The collection with its elements still inputs, so that one unknown element leaves the others known.</summary>
    IOutput Elements { get; }
}

/// <summary>
/// A list input whose elements are inputs themselves. It takes collection initializers, arrays, lists and outputs of them.
/// </summary>
public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>, IInputCollection
{
    private Output<ImmutableArray<Input<T>>> _elements;

    public InputList()
        : this(Output.Create(ImmutableArray<Input<T>>.Empty))
    {
    }

    private InputList(Output<ImmutableArray<Input<T>>> elements)
        : base(Flatten(elements))
        => _elements = elements;

    IOutput IInputCollection.Elements => _elements;

    public void Add(params Input<T>[] inputs) => AddRange(inputs);

    /// <summary>Adds all of <paramref name="inputs"/>, for collection initializers.</summary>
    public void Add(InputList<T> inputs) => AddRange(inputs);

    public void AddRange(InputList<T> inputs)
    {
        _elements = Join(_elements, inputs._elements);
        _outputValue = Flatten(_elements);
    }

    /// <summary>A new list of this list's elements and then those of <paramref name="other"/>.</summary>
    public InputList<T> Concat(InputList<T> other) => new(Join(_elements, other._elements));

    internal InputList<T> Clone() => new(_elements);

    public static implicit operator InputList<T>(T value) => ImmutableArray.Create<Input<T>>(value);

    public static implicit operator InputList<T>(Output<T> value) => ImmutableArray.Create<Input<T>>(value);

    public static implicit operator InputList<T>(Input<T> value) => ImmutableArray.Create(value);

    public static implicit operator InputList<T>(T[] values) => Wrap(values);

    public static implicit operator InputList<T>(Output<T>[] values) => Wrap(values);

    public static implicit operator InputList<T>(Input<T>[] values) => ImmutableArray.CreateRange(values);

    public static implicit operator InputList<T>(List<T> values) => Wrap(values);

    public static implicit operator InputList<T>(List<Output<T>> values) => Wrap(values);

    public static implicit operator InputList<T>(List<Input<T>> values) => ImmutableArray.CreateRange(values);

    public static implicit operator InputList<T>(ImmutableArray<T> values) => new(Output.Create(Wrap(values)));

    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) => Wrap(values);

    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) => new(Output.Create(values));

    public static implicit operator InputList<T>(Output<T[]> values) => new(values.Apply(Wrap));

    public static implicit operator InputList<T>(Output<List<T>> values) => new(values.Apply(Wrap));

    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) => new(values.Apply(Wrap));

    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values) => new(values.Apply(array => Wrap(array)));

    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException(
        $"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    /// <summary>The elements once known; none in a preview that does not know them.</summary>
    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var value in await _outputValue.GetValueAsync(whenUnknown: []).ConfigureAwait(false))
            yield return value;
    }

    // An array that nothing was assigned to is outside the nullable annotations, but occurs; it stays as it is.
    private static ImmutableArray<Input<T>> Wrap(ImmutableArray<T> values) => values.IsDefault ? default : Wrap(values.AsEnumerable());

    private static ImmutableArray<Input<T>> Wrap(IEnumerable<T> values) => [.. values.Select(value => (Input<T>)value)];

    private static ImmutableArray<Input<T>> Wrap(IEnumerable<Output<T>> values) => [.. values.Select(value => (Input<T>)value)];

    private static Output<ImmutableArray<T>> Flatten(Output<ImmutableArray<Input<T>>> elements)
        => elements.Apply(inputs => inputs.IsDefault ? null : Output.All(inputs));

    private static Output<ImmutableArray<Input<T>>> Join(
        Output<ImmutableArray<Input<T>>> first, Output<ImmutableArray<Input<T>>> second)
        => Output.Tuple(first, second).Apply(both => both.Item1.AddRange(both.Item2));
}
