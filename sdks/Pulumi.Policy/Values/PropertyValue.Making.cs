using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Policy;

/// <content>Makes values and changes them.</content>
public sealed partial class PropertyValue
{
    /// <summary>A value that is not known before the update.</summary>
    public static PropertyValue Unknown => new(Value.ForString(PropertyEncoding.Unknown));

    /// <summary>A text.</summary>
    public static implicit operator PropertyValue(string text) => FromString(text);

    /// <summary>Yes or no.</summary>
    public static implicit operator PropertyValue(bool flag) => FromBoolean(flag);

    /// <summary>A number.</summary>
    public static implicit operator PropertyValue(double number) => FromDouble(number);

    /// <summary>A text.</summary>
    public static PropertyValue FromString(string text) => new(Value.ForString(text));

    /// <summary>Yes or no.</summary>
    public static PropertyValue FromBoolean(bool flag) => new(Value.ForBool(flag));

    /// <summary>A number.</summary>
    public static PropertyValue FromDouble(double number) => new(Value.ForNumber(number));

    /// <summary>A map.</summary>
    public static PropertyValue FromMap(params IEnumerable<(string Key, PropertyValue Value)> entries)
    {
        var map = new Struct();
        foreach (var (key, value) in entries)
            map.Fields[key] = WireOf(value);
        return new PropertyValue(Value.ForStruct(map));
    }

    /// <summary>A list.</summary>
    public static PropertyValue FromList(params IEnumerable<PropertyValue> items) => new(Value.ForList([.. items.Select(WireOf)]));

    /// <summary>What a JSON text says; undefined where it is no JSON.</summary>
    public static PropertyValue FromJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new PropertyValue(JsonValues.ToValue(document.RootElement));
        }
        catch (JsonException)
        {
            return new PropertyValue(null);
        }
    }

    /// <summary>A value that is stored encrypted and shown to nobody.</summary>
    public static PropertyValue Secret(PropertyValue value) => new(PropertyEncoding.Signed(PropertyEncoding.Secret, PropertyEncoding.ValueKey, WireOf(value)));

    /// <summary>An asset of a text.</summary>
    public static PropertyValue StringAsset(string text) => Signed(PropertyEncoding.Asset, "text", text);

    /// <summary>An asset of a file.</summary>
    public static PropertyValue FileAsset(string path) => Signed(PropertyEncoding.Asset, "path", path);

    /// <summary>An asset from elsewhere.</summary>
    public static PropertyValue RemoteAsset(string uri) => Signed(PropertyEncoding.Asset, "uri", uri);

    /// <summary>An archive of a file or a folder.</summary>
    public static PropertyValue FileArchive(string path) => Signed(PropertyEncoding.Archive, "path", path);

    /// <summary>An archive from elsewhere.</summary>
    public static PropertyValue RemoteArchive(string uri) => Signed(PropertyEncoding.Archive, "uri", uri);

    /// <summary>An archive of assets and archives by name.</summary>
    public static PropertyValue AssetArchive(params IEnumerable<(string Name, PropertyValue Asset)> assets) =>
        new(PropertyEncoding.Signed(PropertyEncoding.Archive, "assets", FromMap(assets).Wire!));

    /// <summary>Sets the value of a key in place. Of a secret map the new value is secret, too.</summary>
    /// <exception cref="InvalidOperationException">This is no map, or is not to be changed.</exception>
    public void Set(string key, PropertyValue value)
    {
        var map = Changeable().KindCase == Value.KindOneofCase.StructValue ? _wire!.StructValue : throw NoSuch("map");
        map.Fields[key] = WireOf(value);
    }

    /// <summary>Takes a key out of a map, in place.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="InvalidOperationException">This is no map, or is not to be changed.</exception>
    public bool Remove(string key) => Changeable().KindCase == Value.KindOneofCase.StructValue ? _wire!.StructValue.Fields.Remove(key) : throw NoSuch("map");

    /// <summary>Adds an item to a list, in place.</summary>
    /// <exception cref="InvalidOperationException">This is no list, or is not to be changed.</exception>
    public void Add(PropertyValue item)
    {
        var list = Changeable().KindCase == Value.KindOneofCase.ListValue ? _wire!.ListValue : throw NoSuch("list");
        list.Values.Add(WireOf(item));
    }

    /// <summary>The value of a key, which is set first where it is missing.</summary>
    /// <exception cref="InvalidOperationException">This is no map, or is not to be changed.</exception>
    public PropertyValue GetOrSet(string key, PropertyValue value)
    {
        if (this[key].IsMissing)
            Set(key, value);
        return this[key];
    }

    private static PropertyValue Signed(string signature, string key, string text) => new(PropertyEncoding.Signed(signature, key, Value.ForString(text)));

    // A value has one place: a copy keeps what is set here apart from where it came from.
    private static Value WireOf(PropertyValue value) => value.Wire?.Clone() ?? Value.ForNull();

    private Value Changeable() => _isReadOnly
        ? throw new InvalidOperationException("a policy that validates cannot change a resource: set RemediateResource for that.")
        : _wire ?? throw NoSuch("value");

    private InvalidOperationException NoSuch(string what) => new($"the value at .{_parent?.PathTo(_key)} is {Kind}: no {what} that can be changed.");
}
