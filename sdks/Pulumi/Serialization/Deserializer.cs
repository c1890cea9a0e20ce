using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>
/// Reads values of the engine as null, bool, double, string, assets, resources, and immutable arrays and dictionaries of them.
/// One unknown or secret part makes the whole value unknown or secret.
/// </summary>
internal static class Deserializer
{
    /// <exception cref="InvalidOperationException">The value is marked as something special but has not its shape.</exception>
    public static OutputData<object?> Deserialize(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.NullValue => OutputData<object?>.Known(null),
        Value.KindOneofCase.BoolValue => OutputData<object?>.Known(value.BoolValue),
        Value.KindOneofCase.NumberValue => OutputData<object?>.Known(value.NumberValue),
        Value.KindOneofCase.StringValue when value.StringValue == Constants.UnknownValue => OutputData<object?>.Unknown(null),
        Value.KindOneofCase.StringValue => OutputData<object?>.Known(value.StringValue),
        Value.KindOneofCase.ListValue => DeserializeList(value.ListValue),
        Value.KindOneofCase.StructValue => DeserializeStruct(value.StructValue),
        _ => throw new InvalidOperationException($"Unknown type when deserializing protobuf: {value.KindCase}"),
    };

    private static OutputData<object?> DeserializeList(ListValue list)
    {
        var values = ImmutableArray.CreateBuilder<object?>(list.Values.Count);
        var combined = OutputData<object?>.Known(null);
        foreach (var element in list.Values)
        {
            var data = Deserialize(element);
            combined = combined.Combine<object?, object?>(data, null);
            values.Add(data.Value);
        }

        return combined.WithValue<object?>(values.MoveToImmutable());
    }

    private static OutputData<object?> DeserializeStruct(Struct properties) => GetString(properties, Constants.SignatureKey) switch
    {
        null => DeserializeMap(properties),
        Constants.SecretSignature => DeserializeSecret(properties),
        Constants.AssetSignature => OutputData<object?>.Known(DeserializeAsset(properties)),
        Constants.ArchiveSignature => OutputData<object?>.Known(DeserializeArchive(properties)),
        Constants.ResourceSignature => OutputData<object?>.Known(DeserializeResource(properties)),
        Constants.OutputValueSignature => DeserializeOutput(properties),
        _ => DeserializeMap(properties),
    };

    private static OutputData<object?> DeserializeMap(Struct properties)
    {
        var values = ImmutableDictionary.CreateBuilder<string, object?>();
        var combined = OutputData<object?>.Known(null);
        foreach (var (key, value) in properties.Fields)
        {
            // Names with two underscores are the provider's own.
            if (key.StartsWith("__", StringComparison.Ordinal))
                continue;

            var data = Deserialize(value);
            combined = combined.Combine<object?, object?>(data, null);
            values.Add(key, data.Value);
        }

        return combined.WithValue<object?>(values.ToImmutable());
    }

    private static OutputData<object?> DeserializeSecret(Struct properties)
        => properties.Fields.TryGetValue(Constants.ValueProperty, out var value)
            ? Deserialize(value) with { IsSecret = true }
            : throw new InvalidOperationException("Secrets must have a field called 'value'");

    private static OutputData<object?> DeserializeOutput(Struct properties)
    {
        var data = properties.Fields.TryGetValue(Constants.ValueProperty, out var value)
            ? Deserialize(value)
            : OutputData<object?>.Unknown(null);
        var isSecret = properties.Fields.TryGetValue(Constants.SecretProperty, out var secret) && secret.BoolValue;
        var urns = properties.Fields.TryGetValue(Constants.DependenciesProperty, out var dependencies)
            ? dependencies.ListValue.Values.Select(urn => urn.StringValue)
            : [];
        return data with
        {
            IsSecret = data.IsSecret || isSecret,
            Resources = data.Resources.Union(urns.Select(urn => new DependencyResource(urn))),
        };
    }

    private static Asset DeserializeAsset(Struct properties)
        => GetString(properties, Constants.PathProperty) is { } path ? new FileAsset(path)
            : GetString(properties, Constants.UriProperty) is { } uri ? new RemoteAsset(uri)
            : GetString(properties, Constants.TextProperty) is { } text ? new StringAsset(text)
            : throw new InvalidOperationException("Value was marked as Asset, but did not conform to required shape.");

    private static Archive DeserializeArchive(Struct properties)
    {
        if (GetString(properties, Constants.PathProperty) is { } path)
            return new FileArchive(path);
        if (GetString(properties, Constants.UriProperty) is { } uri)
            return new RemoteArchive(uri);
        if (!properties.Fields.TryGetValue(Constants.AssetsProperty, out var assets) || assets.StructValue is null)
            throw new InvalidOperationException("Value was marked as Archive, but did not conform to required shape.");

        return new AssetArchive(assets.StructValue.Fields.ToDictionary(
            field => field.Key,
            field => Deserialize(field.Value).Value as AssetOrArchive ?? throw new InvalidOperationException(
                "AssetArchive contained an element that wasn't itself an Asset or Archive.")));
    }

    private static Resource DeserializeResource(Struct properties)
    {
        var urn = GetString(properties, Constants.UrnProperty) ?? throw new InvalidOperationException(
            "Value was marked as a Resource, but did not conform to required shape.");
        var version = GetString(properties, Constants.PackageVersionProperty);
        return ResourceTypes.TryConstruct(urn, version) ?? new DependencyResource(urn);
    }

    private static string? GetString(Struct properties, string name)
        => properties.Fields.TryGetValue(name, out var value) && value.HasStringValue ? value.StringValue : null;
}
