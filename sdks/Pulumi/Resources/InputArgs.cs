using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Google.Protobuf;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A bag of inputs: the fields and properties marked with <see cref="InputAttribute"/>.</summary>
public abstract class InputArgs
{
    private static readonly ConcurrentDictionary<Type, ImmutableArray<Member>> Members = new();

    /// <summary>The inputs by wire name.</summary>
    /// <exception cref="ArgumentNullException">A required input has no value.</exception>
    internal virtual ImmutableDictionary<string, object?> ToDictionary()
    {
        var inputs = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var member in Members.GetOrAdd(GetType(), FindMembers))
        {
            var fullName = $"[Input] {GetType().FullName}.{member.Name}";
            var value = member.GetValue(this);
            if (value is null && member.Attribute.IsRequired)
                throw new ArgumentNullException(member.Name, $"{fullName} is required but was not given a value");

            inputs.Add(member.Attribute.Name, member.Attribute.Json ? ToJson(fullName, value) : value);
        }

        return inputs.ToImmutable();
    }

    private static Output<string>? ToJson(string context, object? value)
    {
        return value is null ? null : value.ToObjectOutput().Apply(SerializeAsync);

        async Task<string> SerializeAsync(object? known)
        {
            var serialized = await new Serializer(keepResources: false).SerializeAsync(context, known).ConfigureAwait(false);
            return JsonFormatter.Default.Format(serialized);
        }
    }

    private static ImmutableArray<Member> FindMembers(Type type)
    {
        const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var fields = from field in type.GetFields(Instance)
                     let attribute = field.GetCustomAttribute<InputAttribute>()
                     where attribute is not null
                     select new Member(field.Name, attribute, field.GetValue);
        var properties = from property in type.GetProperties(Instance)
                         let attribute = property.GetCustomAttribute<InputAttribute>()
                         where attribute is not null
                         select new Member(property.Name, attribute, property.GetValue);
        return [.. fields, .. properties];
    }

    private sealed record Member(string Name, InputAttribute Attribute, Func<object, object?> GetValue);
}
