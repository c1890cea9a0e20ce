using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>Structs that stand for enums of strings or doubles (<see cref="EnumTypeAttribute"/>).</summary>
internal static class EnumTypes
{
    /// <summary>The underlying value.</summary>
    public static object? GetValue(string context, object value)
    {
        var type = value.GetType();
        return FindConversion(type) is { } conversion
            ? conversion.Invoke(null, [value])
            : throw new InvalidOperationException(
                $"Expected {type.FullName} to have an explicit conversion operator to String or Double.\n\t{context}");
    }

    /// <summary>The constructor from an underlying value.</summary>
    public static ConstructorInfo? FindConstructor(Type type, Type underlying)
        => type.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, [underlying]);

    /// <exception cref="InvalidOperationException">The type cannot be built from or read as a string or double.</exception>
    public static void Check(Type type)
    {
        var underlying = FindConstructor(type, typeof(string)) is not null ? typeof(string)
            : FindConstructor(type, typeof(double)) is not null ? typeof(double)
            : throw new InvalidOperationException(
                $"{type.FullName} had [{nameof(EnumTypeAttribute)}], but did not contain constructor with a single String or Double parameter.");
        if (FindConversion(type)?.ReturnType != underlying)
        {
            throw new InvalidOperationException(
                $"{type.FullName} had [{nameof(EnumTypeAttribute)}], but did not contain an explicit conversion operator to {underlying.FullName}.");
        }
    }

    private static MethodInfo? FindConversion(Type type)
        => type.GetMethod("op_Explicit", BindingFlags.Public | BindingFlags.Static, [type]) is { } method
            && (method.ReturnType == typeof(string) || method.ReturnType == typeof(double))
            ? method
            : null;
}
