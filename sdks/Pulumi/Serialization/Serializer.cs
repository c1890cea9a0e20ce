using System.Collections;
using System.Reflection;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>
/// Writes values for the engine, waiting for outputs, and collects the resources that they come from.
/// </summary>
/// <param name="keepResources">Whether resources are written as references; as ids otherwise.</param>
/// <param name="keepOutputs">Whether outputs are written with their dependencies, as providers of remote components take them.</param>
/// <param name="trackReferences">Whether the resources that are values themselves are dependencies.</param>
internal sealed class Serializer(bool keepResources, bool keepOutputs = false, bool trackReferences = true)
{
    /// <summary>The resources that the values written so far come from.</summary>
    public HashSet<Resource> Dependencies { get; } = [];

    /// <summary>Whether one of the values written so far is unknown.</summary>
    public bool HasUnknowns { get; private set; }

    /// <exception cref="InvalidOperationException">The value has a type that the engine has no form for.</exception>
    public ValueTask<Value> SerializeAsync(string context, object? value) => value switch
    {
        null or ValueTuple => new(Value.ForNull()),
        bool boolean => new(Value.ForBool(boolean)),
        int number => new(Value.ForNumber(number)),
        double number => new(Value.ForNumber(number)),
        string text => new(SerializeText(text)),
        InputArgs args => SerializeMapAsync(context, args.ToDictionary()),
        AssetOrArchive asset => SerializeAssetAsync(context, asset),
        Task => throw new InvalidOperationException(
            $"Tasks are not allowed inside ResourceArgs. Please wrap your Task in an Output:\n\t{context}"),
        IInputCollection collection => SerializeOutputAsync(context, collection.Elements),
        IInput input => SerializeOutputAsync(context, input.ToOutput()),
        IOutput output => SerializeOutputAsync(context, output),
        IUnion union => SerializeAsync(context, union.Value),
        JsonElement json => new(SerializeJson(json)),
        Resource resource => SerializeResourceAsync(context, resource),
        IDictionary dictionary => SerializeMapAsync(context, dictionary),
        IList list => SerializeListAsync(context, list),
        System.Enum named when named.GetTypeCode() == TypeCode.Int32 => new(Value.ForNumber((int)value)),
        _ => SerializeTypedAsync(context, value),
    };

    private Value SerializeText(string text)
    {
        HasUnknowns |= text == Constants.UnknownValue;
        return Value.ForString(text);
    }

    private async ValueTask<Value> SerializeOutputAsync(string context, IOutput output)
    {
        var data = await output.GetDataAsync().ConfigureAwait(false);
        var inner = new Serializer(keepResources, keepOutputs: false, trackReferences);
        var value = data.IsKnown ? await inner.SerializeAsync($"{context}.id", data.Value).ConfigureAwait(false) : null;
        inner.Dependencies.UnionWith(data.Resources);
        Dependencies.UnionWith(inner.Dependencies);
        HasUnknowns |= value is null || inner.HasUnknowns;
        if (keepOutputs)
            return await WrapOutputAsync(value, data.IsSecret, inner.Dependencies).ConfigureAwait(false);

        if (value is null)
            return Value.ForString(Constants.UnknownValue);

        return data.IsSecret ? Special(Constants.SecretSignature, (Constants.ValueProperty, value)) : value;
    }

    private static async Task<Value> WrapOutputAsync(Value? value, bool isSecret, HashSet<Resource> dependencies)
    {
        if (value is not null && !isSecret && dependencies.Count == 0)
            return value;

        var wrapped = Special(Constants.OutputValueSignature);
        var fields = wrapped.StructValue.Fields;
        if (value is not null)
            fields.Add(Constants.ValueProperty, value);
        if (isSecret)
            fields.Add(Constants.SecretProperty, Value.ForBool(true));

        var urns = await ResourceDependencies.GetUrnsAsync(dependencies).ConfigureAwait(false);
        if (urns.Count > 0)
            fields.Add(Constants.DependenciesProperty, Value.ForList([.. urns.Order(StringComparer.Ordinal).Select(Value.ForString)]));
        return wrapped;
    }

    private async ValueTask<Value> SerializeResourceAsync(string context, Resource resource)
    {
        // A component is written as its name alone: writing its properties could wait for itself.
        var custom = resource as CustomResource;
        var tracked = keepResources && !trackReferences ? new Serializer(keepResources) : this;
        var parts = new Serializer(keepResources);
        var id = custom?.Id is { } output ? await parts.SerializeAsync($"{context}.id", output).ConfigureAwait(false) : null;
        if (!keepResources && id is not null)
        {
            HasUnknowns |= parts.HasUnknowns;
            Dependencies.Add(resource);
            return id;
        }

        var urn = await parts.SerializeAsync($"{context}.urn", resource.Urn).ConfigureAwait(false);
        if (custom is not null)
            tracked.Dependencies.Add(resource);
        tracked.Dependencies.UnionWith(parts.Dependencies);
        if (!keepResources)
            return urn;

        var reference = Special(Constants.ResourceSignature, (Constants.UrnProperty, urn));
        if (custom is not null)
        {
            var isKnown = id is not null && id.StringValue != Constants.UnknownValue;
            reference.StructValue.Fields.Add(Constants.IdProperty, isKnown ? id : Value.ForString(""));
        }

        return reference;
    }

    private async ValueTask<Value> SerializeAssetAsync(string context, AssetOrArchive asset)
    {
        if (asset is InvalidAsset or InvalidArchive)
            throw new InvalidOperationException($"Cannot serialize invalid {(asset is Archive ? "archive" : "asset")}");

        var content = await new Serializer(keepResources).SerializeAsync($"{context}.{asset.PropertyName}", asset.Value).ConfigureAwait(false);
        return Special(asset.Signature, (asset.PropertyName, content));
    }

    private async ValueTask<Value> SerializeMapAsync(string context, IDictionary dictionary)
    {
        var fields = new Struct();
        foreach (var key in SortedKeys(context, dictionary))
        {
            // As in JSON, an entry of null is none.
            var value = await SerializeAsync($"{context}.{key}", dictionary[key]).ConfigureAwait(false);
            if (value.KindCase != Value.KindOneofCase.NullValue)
                fields.Fields.Add(key, value);
        }

        return Value.ForStruct(fields);
    }

    // Dictionaries have another order in each process, which the text of a JSON input must not show.
    private static IEnumerable<string> SortedKeys(string context, IDictionary dictionary) => dictionary.Keys.Cast<object>()
        .Select(key => key as string
            ?? throw new InvalidOperationException($"Dictionaries are only supported with string keys:\n\t{context}"))
        .Order(StringComparer.Ordinal);

    private async ValueTask<Value> SerializeListAsync(string context, IList list)
    {
        var values = new List<Value>();
        for (var index = 0; !IsUninitialized(list) && index < list.Count; index++)
            values.Add(await SerializeAsync($"{context}[{index}]", list[index]).ConfigureAwait(false));
        return Value.ForList([.. values]);
    }

    // An ImmutableArray<T> that nothing was assigned to throws when it is asked for its length.
    private static bool IsUninitialized(IList list)
        => list.GetType() is { IsValueType: true } type && list.Equals(Activator.CreateInstance(type));

    private async ValueTask<Value> SerializeTypedAsync(string context, object value)
    {
        var type = value.GetType();
        if (type.IsValueType && type.IsDefined(typeof(EnumTypeAttribute)))
            return await SerializeAsync(context, EnumTypes.GetValue(context, value)).ConfigureAwait(false);

        if (!type.IsDefined(typeof(OutputTypeAttribute)))
            throw new InvalidOperationException($"{type.FullName} is not a supported argument type.\n\t{context}");

        var fields = type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(field => field.IsInitOnly)
            .ToDictionary(field => char.ToLowerInvariant(field.Name[0]) + field.Name[1..], field => field.GetValue(value));
        return await SerializeMapAsync(context, fields).ConfigureAwait(false);
    }

    private static Value SerializeJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => Value.ForString(json.GetString()),
        JsonValueKind.Number => Value.ForNumber(json.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => Value.ForBool(json.GetBoolean()),
        JsonValueKind.Array => Value.ForList([.. json.EnumerateArray().Select(SerializeJson)]),
        JsonValueKind.Object => Value.ForStruct(new Struct
        {
            Fields =
            {
                // As in JSON, the last of several properties of a name counts.
                json.EnumerateObject().GroupBy(property => property.Name).OrderBy(property => property.Key, StringComparer.Ordinal)
                    .ToDictionary(property => property.Key, property => SerializeJson(property.Last().Value)),
            },
        }),
        _ => Value.ForNull(),
    };

    private static Value Special(string signature, params ReadOnlySpan<(string Name, Value Value)> properties)
    {
        var fields = new Struct { Fields = { [Constants.SignatureKey] = Value.ForString(signature) } };
        foreach (var (name, value) in properties)
            fields.Fields.Add(name, value);
        return Value.ForStruct(fields);
    }
}
