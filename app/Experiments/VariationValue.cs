using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RoomTypes.Experiments;

/// <summary>The types that a feature's variations can have; all variations of a feature have the same.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "Evidently's names of the types.")]
public enum ValueKind
{
    /// <summary>A text.</summary>
    String,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number of 64 bits.</summary>
    Long,

    /// <summary>A 64-bit floating-point number, finite.</summary>
    Double,
}

/// <summary>The value of a variation: one of four types.</summary>
public readonly record struct VariationValue
{
    private readonly string? _text;
    private readonly long _bits;

    private VariationValue(ValueKind kind, string? text, long bits) => (Kind, _text, _bits) = (kind, text, bits);

    /// <summary>Which of the four it is.</summary>
    public ValueKind Kind { get; }

    /// <summary>The text of a <see cref="ValueKind.String"/>.</summary>
    public string AsString => Kind == ValueKind.String ? _text ?? "" : throw Mismatch(ValueKind.String);

    /// <summary>The truth of a <see cref="ValueKind.Boolean"/>.</summary>
    public bool AsBoolean => Kind == ValueKind.Boolean ? _bits != 0 : throw Mismatch(ValueKind.Boolean);

    /// <summary>The number of a <see cref="ValueKind.Long"/>.</summary>
    public long AsLong => Kind == ValueKind.Long ? _bits : throw Mismatch(ValueKind.Long);

    /// <summary>The number of a <see cref="ValueKind.Double"/>.</summary>
    public double AsDouble => Kind == ValueKind.Double ? BitConverter.Int64BitsToDouble(_bits) : throw Mismatch(ValueKind.Double);

    /// <summary>A text.</summary>
    public static VariationValue Of(string value) => new(ValueKind.String, value, 0);

    /// <summary>True or false.</summary>
    public static VariationValue Of(bool value) => new(ValueKind.Boolean, null, value ? 1 : 0);

    /// <summary>A whole number.</summary>
    public static VariationValue Of(long value) => new(ValueKind.Long, null, value);

    /// <summary>A finite number.</summary>
    public static VariationValue Of(double value) => new(ValueKind.Double, null, BitConverter.DoubleToInt64Bits(value));

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ValueKind.Boolean => AsBoolean ? "true" : "false",
        ValueKind.Long => AsLong.ToString(CultureInfo.InvariantCulture),
        ValueKind.Double => AsDouble.ToString("R", CultureInfo.InvariantCulture),
        _ => AsString,
    };

    private InvalidOperationException Mismatch(ValueKind wanted) => new($"The value is a {Kind} and no {wanted}.");
}
