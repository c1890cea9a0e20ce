using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>The output properties of one resource, to be resolved when the engine answers.</summary>
internal sealed class ResourceOutputs
{
    private static readonly ConcurrentDictionary<Type, ImmutableArray<Property>> Properties = new();

    private readonly ImmutableDictionary<string, IOutputSource> _sources;

    private ResourceOutputs(ImmutableDictionary<string, IOutputSource> sources) => _sources = sources;

    /// <summary>The outputs by wire name, without the URN and the id.</summary>
    public IEnumerable<KeyValuePair<string, IOutputSource>> Values
        => _sources.Where(source => source.Key is not (Constants.UrnProperty or Constants.IdProperty));

    /// <summary>
    /// Sets every property of <paramref name="resource"/> marked <see cref="OutputAttribute"/> to an unresolved output. A component
    /// of the program itself gets its URN alone: no provider answers with the rest, which its own constructor assigns.
    /// </summary>
    public static ResourceOutputs Attach(Resource resource)
    {
        var sources = ImmutableDictionary.CreateBuilder<string, IOutputSource>();
        var type = resource is ComponentResource { IsRemote: false } ? typeof(ComponentResource) : resource.GetType();
        foreach (var property in Properties.GetOrAdd(type, FindProperties))
        {
            var source = (IOutputSource)Activator.CreateInstance(property.SourceType, resource)!;
            property.Info.SetValue(resource, source.Output);
            sources.Add(property.Name, source);
        }

        return new(sources.ToImmutable());
    }

    public void SetUrn(string urn) => _sources[Constants.UrnProperty].Set(OutputData<object?>.Known(urn));

    public void SetId(string id)
        => _sources[Constants.IdProperty].Set(id.Length > 0 ? OutputData<object?>.Known(id) : OutputData<object?>.Unknown(id));

    public void Fail(Exception exception)
    {
        foreach (var source in _sources.Values)
            source.Fail(exception);
    }

    /// <summary>Resolves the outputs that the engine did not name with their defaults.</summary>
    public void SetMissing(bool isKnown)
    {
        foreach (var source in _sources.Values)
            source.Set(isKnown ? OutputData<object?>.Known(null) : OutputData<object?>.Unknown(null));
    }

    private static ImmutableArray<Property> FindProperties(Type type)
        => [.. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
               let attribute = property.GetCustomAttribute<OutputAttribute>()
               where attribute is not null
               select Describe(type, property, attribute.Name ?? property.Name)];

    private static Property Describe(Type type, PropertyInfo property, string name)
    {
        if (!property.PropertyType.IsConstructedGenericType || property.PropertyType.GetGenericTypeDefinition() != typeof(Output<>))
            throw RunException.OutputsHaveIncorrectType([name]);

        var fullName = $"[Output] {type.FullName}.{property.Name}";
        var declared = property.DeclaringType!.GetProperty(property.Name)!;
        if (!declared.CanWrite)
            throw new InvalidOperationException($"{fullName} did not have a 'set' method");

        var valueType = property.PropertyType.GenericTypeArguments.Single();
        OutputTypes.Check(fullName, valueType);
        return new(name, declared, typeof(OutputSource<>).MakeGenericType(valueType));
    }

    private sealed record Property(string Name, PropertyInfo Info, Type SourceType);
}

/// <summary>An output that is resolved later; only the first result counts.</summary>
internal interface IOutputSource
{
    IOutput Output { get; }

    Type ValueType { get; }

    void Set(OutputData<object?> data);

    void Fail(Exception exception);
}

/// <inheritdoc cref="IOutputSource"/>
internal sealed class OutputSource<T> : IOutputSource
{
    private readonly ImmutableHashSet<Resource> _owner;
    private readonly TaskCompletionSource<OutputData<T>> _completion = new();

    public OutputSource(Resource owner)
    {
        _owner = [owner];
        Output = new Output<T>(_completion.Task);
    }

    public IOutput Output { get; }

    public Type ValueType => typeof(T);

    public void Set(OutputData<object?> data) => _completion.TrySetResult(new(
        _owner.Union(data.Resources), data.Value is null ? default! : (T)data.Value, data.IsKnown, data.IsSecret));

    public void Fail(Exception exception) => _completion.TrySetException(exception);
}
