using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Answers;
using Pulumi.Engine.Providers;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Transitions;

/// <summary>Which inputs of a resource differ, with what is known of the steps before it.</summary>
/// <param name="taken">The step that each URN of the program has got.</param>
/// <param name="formerly">Today's URN of what has another one in the state.</param>
internal sealed class InputComparison(IReadOnlyDictionary<string, Step> taken, IReadOnlyDictionary<string, string> formerly)
{
    /// <summary>Paths of the inputs that differ.</summary>
    public IReadOnlyList<string> Changes(ResourceState old, ResourceState wanted)
    {
        var changed = new List<string>();
        foreach (var name in old.Inputs.Fields.Keys.Union(wanted.Inputs.Fields.Keys).Order(StringComparer.Ordinal).Where(name => !IsProvidersOwn(old, wanted, name)))
        {
            var before = old.Inputs.Fields.GetValueOrDefault(name);
            var after = wanted.Inputs.Fields.GetValueOrDefault(name);
            var found = new List<string>();
            Compare(name, before, after, found);
            if (found.Count == 0 && after is not null && ComesOut(name, old, wanted, after))
                found.Add(name);
            changed.AddRange(found.Where(path => !PropertyPath.IsUnder(path, wanted.Options.IgnoreChanges)));
        }
        return changed;
    }

    /// <summary>Whether a provider filled the input in: the program does not give it.</summary>
    private static bool IsProvidersOwn(ResourceState old, ResourceState wanted, string name) =>
        name.StartsWith("__", StringComparison.Ordinal)
        // What the engine writes beside a provider's own inputs.
        || (old.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal) && name is "version" or "pluginDownloadURL")
        || (!wanted.Inputs.Fields.ContainsKey(name) && (IsDefault(old.Inputs, name) || (name == ResourceAnswers.NamedBy(old.Type) && !old.PropertyDependencies.ContainsKey(name))));

    // Bridged providers list what they filled in.
    private static bool IsDefault(Struct properties, string name) =>
        properties.Fields.TryGetValue("__defaults", out var defaults) && defaults.KindCase == Value.KindOneofCase.ListValue && defaults.ListValue.Values.Any(value => value.StringValue == name);

    private static void Compare(string path, Value? before, Value? after, List<string> found)
    {
        var (old, current) = (Plain(before), Plain(after));
        if (old is null || current is null)
        {
            if (!ReferenceEquals(old, current))
                found.Add(path);
            return;
        }
        // What is not known is judged by what it depends on.
        if (PropertyValue.IsUnknown(old) || PropertyValue.IsUnknown(current))
            return;
        switch (old.KindCase, current.KindCase)
        {
            case (Value.KindOneofCase.StructValue, Value.KindOneofCase.StructValue):
                CompareFields(path, old.StructValue, current.StructValue, found);
                break;
            case (Value.KindOneofCase.ListValue, Value.KindOneofCase.ListValue) when old.ListValue.Values.Count == current.ListValue.Values.Count:
                for (var i = 0; i < old.ListValue.Values.Count; i++)
                    Compare($"{path}[{i}]", old.ListValue.Values[i], current.ListValue.Values[i], found);
                break;
            default:
                if (!old.Equals(current))
                    found.Add(path);
                break;
        }
    }

    private static void CompareFields(string path, Struct old, Struct current, List<string> found)
    {
        foreach (var key in old.Fields.Keys.Union(current.Fields.Keys).Order(StringComparer.Ordinal))
        {
            if (!key.StartsWith("__", StringComparison.Ordinal) && (current.Fields.ContainsKey(key) || !IsDefault(old, key)))
                Compare($"{path}.{key}", old.Fields.GetValueOrDefault(key), current.Fields.GetValueOrDefault(key), found);
        }
    }

    private static Value? Plain(Value? value) => value is null || PropertyValue.Unwrap(value) is { KindCase: Value.KindOneofCase.NullValue } ? null : PropertyValue.Unwrap(value);

    /// <summary>Whether a value that looks the same will be another one: what it is made of is new, or computed anew.</summary>
    private bool ComesOut(string name, ResourceState old, ResourceState wanted, Value after)
    {
        var needs = wanted.PropertyDependencies.GetValueOrDefault(name, []);
        foreach (var step in needs.Select(urn => taken.GetValueOrDefault(urn)).OfType<Step>())
        {
            if (step.Kind == StepKind.CreateReplacement && !Echoes(after, step.New!))
                return true;
            if (step.Kind == StepKind.Update && ComputesAnew(after, step.New!))
                return true;
        }
        if (!PropertyValue.ContainsUnknown(after))
            return false;
        return needs.Any(urn => taken.GetValueOrDefault(urn)?.Kind == StepKind.Create)
            || !old.PropertyDependencies.GetValueOrDefault(name, []).Select(urn => formerly.GetValueOrDefault(urn, urn)).ToHashSet().SetEquals(needs);
    }

    // A name that the program gives is known before the object is there.
    private static bool Echoes(Value value, ResourceState source)
    {
        var given = Leaves(Value.ForStruct(source.Inputs)).ToHashSet();
        return Leaves(value).All(given.Contains);
    }

    private static bool ComputesAnew(Value value, ResourceState source)
    {
        var anew = ProviderTable.Find(source.Type).ChangesOnUpdate.Where(source.Outputs.Fields.ContainsKey).SelectMany(output => Leaves(source.Outputs.Fields[output])).ToHashSet();
        return anew.Count > 0 && Leaves(value).Any(anew.Contains);
    }

    private static IEnumerable<string> Leaves(Value value)
    {
        var plain = PropertyValue.Unwrap(value);
        return plain.KindCase switch
        {
            Value.KindOneofCase.StringValue => [plain.StringValue],
            Value.KindOneofCase.StructValue => plain.StructValue.Fields.Values.SelectMany(Leaves),
            Value.KindOneofCase.ListValue => plain.ListValue.Values.SelectMany(Leaves),
            _ => [],
        };
    }
}
