using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Type = System.Type;

namespace Pulumi.Serialization;

/// <summary>
/// Turns values of the engine into the types that programs declare. What does not fit becomes a default with a warning,
/// as providers may answer with more or other things than a program was compiled for.
/// </summary>
internal sealed class TypeConverter(Action<string> warn)
{
    private static readonly ConcurrentDictionary<Type, MethodInfo> Methods = new();

    public OutputData<T> Convert<T>(string context, Value value)
    {
        var data = Convert(context, value, typeof(T));
        return data.WithValue(data.Value is null ? default! : (T)data.Value);
    }

    public OutputData<object?> Convert(string context, Value value, Type type)
    {
        OutputTypes.Check(context, type);
        var data = Deserializer.Deserialize(value);
        return data with { Value = ConvertOrDefault(context, data.Value, type) };
    }

    private object? ConvertOrDefault(string context, object? value, Type type)
    {
        try
        {
            return ConvertKnown(context, value, type);
        }
        catch (MismatchException exception)
        {
            warn(exception.Message);
            return type.IsValueType ? Activator.CreateInstance(type) : null;
        }
    }

    private object? ConvertKnown(string context, object? value, Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null)
            return type.IsValueType ? Activator.CreateInstance(type) : null;
        if (target == typeof(object))
            return value;
        if (target == typeof(int))
            return (int)Expect<double>(context, value);
        if (target == typeof(JsonElement))
            return ToJson(context, value);
        if (typeof(Resource).IsAssignableFrom(target))
            return Expect<Resource>(context, value);
        if (target.IsEnum)
            return System.Enum.ToObject(target, (int)Expect<double>(context, value));
        if (target.IsValueType && target.IsDefined(typeof(EnumTypeAttribute)))
            return ToEnumType(context, value, target);
        if (target.IsConstructedGenericType)
            return ToGeneric(context, value, target);
        if (target.IsDefined(typeof(OutputTypeAttribute)))
            return ToOutputType(context, value, target);

        return target.IsInstanceOfType(value) ? value
            : typeof(AssetOrArchive).IsAssignableFrom(target) ? AssetOrArchive.Invalid(target)
            : throw new MismatchException(context, target, value);
    }

    private static object ToEnumType(string context, object value, Type type)
    {
        if (value is not (string or double))
            throw new MismatchException(context, [typeof(string), typeof(double)], value);

        var constructor = EnumTypes.FindConstructor(type, value.GetType()) ?? throw new MismatchException(
            $"Expected target type {type.FullName} to have a constructor with a single {value.GetType().FullName} parameter.");
        return constructor.Invoke([value]);
    }

    private object ToOutputType(string context, object value, Type type)
    {
        var properties = Expect<ImmutableDictionary<string, object?>>(context, value);
        var constructor = OutputTypes.FindConstructor(type)!;
        var arguments = from parameter in constructor.GetParameters()
                        let name = parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name
                        select ConvertOrDefault(
                            $"{type.FullName}({parameter.Name})", properties.GetValueOrDefault(name), parameter.ParameterType);
        return constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [.. arguments], null);
    }

    private object ToGeneric(string context, object value, Type type)
    {
        var method = Methods.GetOrAdd(type, static generic =>
        {
            var definition = generic.GetGenericTypeDefinition();
            var name = definition == typeof(ImmutableArray<>) ? nameof(ToArray)
                : definition == typeof(ImmutableDictionary<,>) ? nameof(ToDictionary)
                : definition == typeof(Union<,>) ? nameof(ToUnion)
                : nameof(ToOutput);
            Type[] arguments = name == nameof(ToDictionary) ? [generic.GenericTypeArguments[1]] : generic.GenericTypeArguments;
            return typeof(TypeConverter).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(arguments);
        });
        return method.Invoke(this, BindingFlags.DoNotWrapExceptions, null, [context, value], null)!;
    }

    private ImmutableArray<T> ToArray<T>(string context, object value)
        => [.. Expect<ImmutableArray<object?>>(context, value).Select(element => (T)ConvertOrDefault(context, element, typeof(T))!)];

    private ImmutableDictionary<string, T> ToDictionary<T>(string context, object value)
        => Expect<ImmutableDictionary<string, object?>>(context, value)
            .ToImmutableDictionary(entry => entry.Key, entry => (T)ConvertOrDefault(context, entry.Value, typeof(T))!);

    private Union<T0, T1> ToUnion<T0, T1>(string context, object value)
    {
        try
        {
            return Union<T0, T1>.FromT0((T0)ConvertKnown($"{context}.AsT0", value, typeof(T0))!);
        }
        catch (MismatchException)
        {
            // The other case is tried.
        }

        try
        {
            return Union<T0, T1>.FromT1((T1)ConvertKnown($"{context}.AsT1", value, typeof(T1))!);
        }
        catch (MismatchException)
        {
            throw new MismatchException(context, [typeof(T0), typeof(T1)], value);
        }
    }

    private Output<T> ToOutput<T>(string context, object value) => Output.Create((T)ConvertKnown(context, value, typeof(T))!);

    private static JsonElement ToJson(string context, object? value) => value switch
    {
        null or bool or double or string => JsonSerializer.SerializeToElement(value),
        ImmutableArray<object?> list => JsonSerializer.SerializeToElement(list.Select(element => ToJson(context, element))),
        ImmutableDictionary<string, object?> map => JsonSerializer.SerializeToElement(
            map.ToDictionary(entry => entry.Key, entry => ToJson(context, entry.Value))),
        _ => throw new MismatchException($"Unexpected type {value.GetType().FullName} when converting {context} to {nameof(JsonElement)}"),
    };

    private static T Expect<T>(string context, object value) => value is T expected ? expected : throw new MismatchException(context, typeof(T), value);

    private sealed class MismatchException(string message) : Exception(message)
    {
        public MismatchException(string context, Type expected, object actual)
            : this(context, [expected], actual)
        {
        }

        public MismatchException(string context, IEnumerable<Type> expected, object actual)
            : this($"Expected {string.Join(" or ", expected.Select(type => type.FullName))} but got {actual.GetType().FullName} deserializing {context}")
        {
        }
    }
}
