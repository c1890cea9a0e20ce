using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// A map input whose values are inputs themselves. It takes collection initializers, dictionaries and outputs of them.
/// </summary>
public sealed class InputMap<TValue>
    : Input<ImmutableDictionary<string, TValue>>, IEnumerable, IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>, IInputCollection
{
    private Output<ImmutableDictionary<string, Input<TValue>>> _elements;

    public InputMap()
        : this(Output.Create(ImmutableDictionary<string, Input<TValue>>.Empty))
    {
    }

    private InputMap(Output<ImmutableDictionary<string, Input<TValue>>> elements)
        : base(Flatten(elements))
        => _elements = elements;

    IOutput IInputCollection.Elements => _elements;

    /// <summary>Adds an entry; the same key may be added again only with an equal value.</summary>
    public void Add(string key, Input<TValue> value)
        => Replace(_elements.Apply(elements => elements.SetItem(
            key, elements.TryGetValue(key, out var existing) ? RequireEqual(key, existing, value) : value)));

    /// <summary>Adds all of <paramref name="values"/>, for collection initializers.</summary>
    public void Add(InputMap<TValue> values) => AddRange(values);

    public void AddRange(InputMap<TValue> values)
        => Replace(Output.Tuple(_elements, values._elements).Apply(both => both.Item1.AddRange(both.Item2)));

    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    /// <summary>A new map of both maps' entries; where both have a key, <paramref name="second"/> wins.</summary>
    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second)
        => new(Output.Tuple(first._elements, second._elements).Apply(both => both.Item1.SetItems(both.Item2)));

    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values) => new(Output.Create(Wrap(values)));

    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values) => new(Output.Create(Wrap(values)));

    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values) => new(values.Apply(Wrap));

    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values) => new(values.Apply(Wrap));

    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values) => new(values.Apply(Wrap));

    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException(
        $"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    /// <summary>The entries once known; none in a preview that does not know them.</summary>
    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        var values = await _outputValue.GetValueAsync(whenUnknown: ImmutableDictionary<string, TValue>.Empty).ConfigureAwait(false);
        foreach (var value in values)
            yield return value;
    }

    private void Replace(Output<ImmutableDictionary<string, Input<TValue>>> elements)
    {
        _elements = elements;
        _outputValue = Flatten(elements);
    }

    private static Input<TValue> RequireEqual(string key, Input<TValue> existing, Input<TValue> added)
        => Output.Tuple(existing, added).Apply(both => EqualityComparer<TValue>.Default.Equals(both.Item1, both.Item2)
            ? both.Item1
            : throw new ArgumentException($"Key '{key}' already exists in the map with a different value."));

    // Outputs of a null dictionary are outside the nullable annotations, but occur; they stay null.
    private static ImmutableDictionary<string, Input<TValue>> Wrap(IEnumerable<KeyValuePair<string, TValue>>? values)
        => values?.ToImmutableDictionary(entry => entry.Key, entry => (Input<TValue>)entry.Value)!;

    private static Output<ImmutableDictionary<string, TValue>> Flatten(Output<ImmutableDictionary<string, Input<TValue>>> elements)
        => elements.Apply(inputs => inputs is null
            ? null
            : Output.All(inputs.Select(entry => entry.Value.Apply(value => KeyValuePair.Create(entry.Key, value))))
                .Apply(entries => entries.ToImmutableDictionary()));
}
