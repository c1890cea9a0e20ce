using System.Globalization;

namespace RoomTypes.Experiments.AppConfig;

/// <summary>The types of a rule's values.</summary>
internal enum RuleType
{
    /// <summary>A context key without a value.</summary>
    Missing,
    Text,
    Number,
    Boolean,
    Time,
}

/// <summary>A value while a rule is evaluated. What comes from the context is a text that stands for whatever it is compared with.</summary>
internal readonly record struct RuleValue(RuleType Type, string? Text, double Number, DateTimeOffset Time, bool Truth, bool IsLoose)
{
    /// <summary>The forms of www.w3.org/TR/NOTE-datetime.</summary>
    private static readonly string[] TimeForms =
    [
        "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    public static RuleValue Of(string text) => new(RuleType.Text, text, 0, default, false, false);

    public static RuleValue Of(double number) => new(RuleType.Number, null, number, default, false, false);

    public static RuleValue Of(bool truth) => new(RuleType.Boolean, null, 0, default, truth, false);

    public static RuleValue Of(DateTimeOffset time) => new(RuleType.Time, null, 0, time, false, false);

    /// <summary>A value of the context.</summary>
    public static RuleValue OfContext(in AttributeValue value)
    {
        if (value.TryGetText(out var text)) return Of(text) with { IsLoose = true };
        if (value.TryGetNumber(out var number)) return Of(number);
        return value.TryGetBoolean(out var truth) ? Of(truth) : default;
    }

    /// <summary>Reads one of the W3C's forms but the bare year, which is a number.</summary>
    public static bool TryParseTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>The order of two values; null if they cannot be compared, as nothing can with a missing one.</summary>
    public static int? Compare(in RuleValue left, in RuleValue right)
    {
        if (left.IsLoose && right.IsLoose && left.As(RuleType.Number) is { } a && right.As(RuleType.Number) is { } b) return a.Number.CompareTo(b.Number);
        var type = left.IsLoose ? right.Type : left.Type;
        if (left.As(type) is not { } first || right.As(type) is not { } second) return null;
        return type switch
        {
            RuleType.Text => string.CompareOrdinal(first.Text, second.Text),
            RuleType.Number => first.Number.CompareTo(second.Number),
            RuleType.Boolean => first.Truth.CompareTo(second.Truth),
            RuleType.Time => first.Time.CompareTo(second.Time),
            _ => null,
        };
    }

    private RuleValue? As(RuleType type)
    {
        if (Type == type) return this;
        if (!IsLoose) return null;
        return type switch
        {
            RuleType.Number => double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? Of(number) : null,
            RuleType.Boolean => Text is "true" or "false" ? Of(Text == "true") : null,
            RuleType.Time => TryParseTime(Text!, out var time) ? Of(time) : null,
            _ => null,
        };
    }
}
