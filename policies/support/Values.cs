using System.Globalization;
using Pulumi.Policy;

namespace Policies.Support;

/// <summary>What providers mean by values.</summary>
internal static class Values
{
    /// <summary>A number, also where it is given as text; null for none.</summary>
    public static double? Number(this PropertyValue value) => value.AsNumber ?? ParseNumber(value.AsString);

    /// <summary>The number that a text says; null where it says none.</summary>
    public static double? ParseNumber(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The text of a value; empty where it has none.</summary>
    public static string Text(this PropertyValue value) => value.AsText ?? "";

    /// <summary>Whether an input is given and not empty. One that is not known yet is given.</summary>
    public static bool IsGiven(this PropertyValue props, string name)
    {
        try
        {
            return props[name].IsTruthy;
        }
        catch (UnknownValueException)
        {
            return true;
        }
    }

    /// <summary>JSON that a property holds as text, or as a structure where the SDK takes one. Text that is no JSON is the provider's to refuse.</summary>
    public static PropertyValue Json(this PropertyValue value) => value.AsString is { } text ? PropertyValue.FromJson(text) : value;

    /// <summary>The items of a list, or the value alone where it is none; empty where there is no value.</summary>
    public static IReadOnlyList<PropertyValue> Many(this PropertyValue value) =>
        value.IsMissing ? [] : value.Kind == PropertyKind.List ? [.. value.Items] : [value];
}
