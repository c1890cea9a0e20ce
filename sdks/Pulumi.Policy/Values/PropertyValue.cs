using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Policy;

/// <summary>
/// A value of a resource's inputs or outputs, and the way to what is in it: <c>props["spec"]["limits"]["cpu"]</c> is undefined where
/// any of these is missing. Secrets are unwrapped where they are read and stay secret where they are sent back. An unknown value is
/// not undefined: to come to one throws <see cref="UnknownValueException"/>.
/// </summary>
public sealed partial class PropertyValue
{
    private readonly Value? _wire;
    private readonly PropertyValue? _parent;
    private readonly string _key;
    private readonly bool _isReadOnly;

    private PropertyValue(Value? wire, PropertyValue? parent = null, string key = "", bool isReadOnly = false)
    {
        (Wire, _wire) = (wire, wire is null ? null : PropertyEncoding.Unwrap(wire));
        (_parent, _key, _isReadOnly) = (parent, key, isReadOnly);
    }

    /// <summary>What the value is.</summary>
    public PropertyKind Kind => _wire?.KindCase switch
    {
        null => PropertyKind.Undefined,
        Value.KindOneofCase.BoolValue => PropertyKind.Boolean,
        Value.KindOneofCase.NumberValue => PropertyKind.Number,
        Value.KindOneofCase.StringValue => PropertyKind.String,
        Value.KindOneofCase.ListValue => PropertyKind.List,
        Value.KindOneofCase.StructValue => PropertyEncoding.SignatureOf(_wire) switch
        {
            PropertyEncoding.Asset => PropertyKind.Asset,
            PropertyEncoding.Archive => PropertyKind.Archive,
            PropertyEncoding.Resource => PropertyKind.Resource,
            _ => PropertyKind.Map,
        },
        _ => PropertyKind.Null,
    };

    /// <summary>Whether there is no value, or null.</summary>
    public bool IsMissing => Kind is PropertyKind.Undefined or PropertyKind.Null;

    /// <summary>Whether there is a value other than null, false, 0 and the empty text.</summary>
    public bool IsTruthy => Kind switch
    {
        PropertyKind.Undefined or PropertyKind.Null => false,
        PropertyKind.Boolean => _wire!.BoolValue,
        PropertyKind.Number => _wire!.NumberValue is not (0 or double.NaN),
        PropertyKind.String => _wire!.StringValue.Length > 0,
        _ => true,
    };

    /// <summary>The text; null where the value is none. Of a resource, its id.</summary>
    public string? AsString => Kind switch
    {
        PropertyKind.String => _wire!.StringValue,
        PropertyKind.Resource => this["id"].AsString,
        _ => null,
    };

    /// <summary>The number; null where the value is none.</summary>
    public double? AsNumber => Kind == PropertyKind.Number ? _wire!.NumberValue : null;

    /// <summary>Yes or no; null where the value is neither.</summary>
    public bool? AsBoolean => Kind == PropertyKind.Boolean ? _wire!.BoolValue : null;

    /// <summary>A text, a number or a yes or no as text: providers take many numbers and switches as text, too. Null for all else.</summary>
    public string? AsText => Kind switch
    {
        PropertyKind.Boolean => _wire!.BoolValue ? "true" : "false",
        PropertyKind.Number => _wire!.NumberValue.ToString(CultureInfo.InvariantCulture),
        _ => AsString,
    };

    /// <summary>The number of items of a list, or of entries of a map; 0 for all else.</summary>
    public int Count => Kind == PropertyKind.List ? _wire!.ListValue.Values.Count : Keys.Count();

    /// <summary>The items of a list, each of which may throw when it comes; none for all else.</summary>
    /// <exception cref="UnknownValueException">An item is not known yet.</exception>
    public IEnumerable<PropertyValue> Items => Enumerable.Range(0, Kind == PropertyKind.List ? Count : 0).Select(index => this[index]);

    /// <summary>The keys of a map, an asset, an archive or a resource, also those of unknown values; none for all else.</summary>
    public IEnumerable<string> Keys => Map?.Fields.Keys.Where(key => key != PropertyEncoding.SignatureKey) ?? [];

    /// <summary>The value as it is on the wire, secrets wrapped.</summary>
    internal Value? Wire { get; }

    /// <summary>The value without what it is wrapped in.</summary>
    internal Value? Scalar => _wire;

    private Struct? Map => _wire?.KindCase == Value.KindOneofCase.StructValue ? _wire.StructValue : null;

    /// <summary>The value of a key; undefined where there is none, or where this is no map.</summary>
    /// <exception cref="UnknownValueException">It is not known yet.</exception>
    public PropertyValue this[string key] => Child(key == PropertyEncoding.SignatureKey ? null : Map?.Fields.GetValueOrDefault(key), key);

    /// <summary>The item of a list, from 0; undefined where there is none, or where this is no list.</summary>
    /// <exception cref="UnknownValueException">It is not known yet.</exception>
    public PropertyValue this[int index]
    {
        get
        {
            var items = _wire?.KindCase == Value.KindOneofCase.ListValue ? _wire.ListValue.Values : [];
            return Child(index >= 0 && index < items.Count ? items[index] : null, index.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Whether a map has a key, though its value may be unknown.</summary>
    public bool Has(string key) => Keys.Contains(key);

    /// <summary>What the value is, and never the value, which may be secret.</summary>
    public override string ToString() => Kind.ToString();

    internal static PropertyValue Of(Struct properties, bool isReadOnly) => new(Value.ForStruct(properties), isReadOnly: isReadOnly);

    private PropertyValue Child(Value? value, string key)
    {
        if (value is not null && PropertyEncoding.UnknownKind(PropertyEncoding.Unwrap(value)) is { } kind)
            throw new UnknownValueException(kind, PathTo(key));
        return new PropertyValue(value, this, key, _isReadOnly);
    }

    private string PathTo(string key) => _parent is null ? key : $"{_parent.PathTo(_key)}.{key}";
}
