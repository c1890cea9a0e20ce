using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>The resource classes of the loaded packages, by the type that their <see cref="ResourceTypeAttribute"/> names.</summary>
internal static class ResourceTypes
{
    private static readonly Lazy<ILookup<string, (string? Version, Type Type)>> Known = new(Discover);

    /// <summary>The resource of a URN as its class, which reads its state from the engine; null if no package has one.</summary>
    public static Resource? TryConstruct(string urn, string? version)
    {
        if (Find(Urn.TypeOf(urn), version) is not { } type)
            return null;

        ResourceOptions options = typeof(CustomResource).IsAssignableFrom(type)
            ? new CustomResourceOptions { Urn = urn }
            : new ComponentResourceOptions { Urn = urn };
        var constructor = type.GetConstructors().Single(candidate => candidate.GetParameters().Length == 3);
        return (Resource)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [Urn.NameOf(urn), null, options], null);
    }

    /// <summary>The newest class of the same major version that is at least <paramref name="version"/>.</summary>
    private static Type? Find(string type, string? version)
    {
        var minimum = Parse(version);
        return (from known in Known.Value[type]
                let parsed = Parse(known.Version) ?? minimum
                where minimum is null || (parsed >= minimum && parsed!.Major == minimum.Major)
                orderby parsed descending
                select known.Type).FirstOrDefault();
    }

    private static Version? Parse(string? version)
        => Version.TryParse(version?.TrimStart('v').Split('-', '+')[0], out var parsed) ? parsed : null;

    private static ILookup<string, (string? Version, Type Type)> Discover()
        => (from assembly in LoadAssemblies()
            from type in GetTypes(assembly)
            where typeof(Resource).IsAssignableFrom(type)
            let attribute = type.GetCustomAttribute<ResourceTypeAttribute>()
            where attribute is not null
            select (attribute.Type, Known: (attribute.Version, type)))
            .ToLookup(found => found.Type, found => found.Known);

    /// <summary>The assemblies that reference this one, loaded or not yet.</summary>
    private static IEnumerable<Assembly> LoadAssemblies()
    {
        var own = typeof(Resource).Assembly.GetName().Name;
        var seen = new HashSet<string>();
        var queue = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic));
        while (queue.TryDequeue(out var assembly))
        {
            if (IsFramework(assembly.GetName()) || !seen.Add(assembly.FullName!))
                continue;

            var references = assembly.GetReferencedAssemblies();
            foreach (var reference in references.Where(reference => !IsFramework(reference)))
            {
                if (TryLoad(reference) is { } loaded)
                    queue.Enqueue(loaded);
            }

            if (references.Any(reference => reference.Name == own))
                yield return assembly;
        }
    }

    private static bool IsFramework(AssemblyName name)
        => name.Name is { } text && (text.StartsWith("System", StringComparison.Ordinal) || text.StartsWith("Microsoft.", StringComparison.Ordinal));

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            // A reference that is not deployed has no resources in use.
            return null;
        }
    }

    private static IEnumerable<Type> GetTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }
}
