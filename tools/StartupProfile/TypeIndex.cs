using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace RoomTypes.StartupProfile;

/// <summary>The types that a set of assemblies defines, by full name.</summary>
internal sealed class TypeIndex : IDisposable
{
    private readonly List<PEReader> _files = [];
    private readonly Dictionary<string, (MetadataReader Reader, TypeDefinitionHandle Handle)> _types = [];

    /// <summary>Reads the assemblies among the files.</summary>
    public TypeIndex(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            var image = new PEReader(File.OpenRead(file));
            _files.Add(image);
            if (!image.HasMetadata) continue;
            var reader = image.GetMetadataReader();
            if (!reader.IsAssembly) continue;
            foreach (var handle in reader.TypeDefinitions) _types.TryAdd(FullName(reader, handle), (reader, handle));
        }
    }

    /// <summary>Finds a type by its full name.</summary>
    /// <exception cref="KeyNotFoundException">No assembly defines it.</exception>
    public (MetadataReader Reader, TypeDefinitionHandle Handle) this[string name] =>
        _types.TryGetValue(name, out var type) ? type : throw new KeyNotFoundException($"No assembly defines {name}.");

    /// <summary>The full name of a type that an assembly defines.</summary>
    public static string FullName(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return type.IsNested ? $"{FullName(reader, type.GetDeclaringType())}+{name}" : Qualified(reader.GetString(type.Namespace), name);
    }

    /// <summary>The full name of a type that an assembly refers to.</summary>
    public static string FullName(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{FullName(reader, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : Qualified(reader.GetString(type.Namespace), name);
    }

    /// <summary>Whether values of the type are stored in place.</summary>
    public bool IsValueType(string name)
    {
        var (reader, handle) = this[name];
        var parent = reader.GetTypeDefinition(handle).BaseType;
        var parentName = parent.Kind switch
        {
            _ when parent.IsNil => "",
            HandleKind.TypeReference => FullName(reader, (TypeReferenceHandle)parent),
            HandleKind.TypeDefinition => FullName(reader, (TypeDefinitionHandle)parent),
            _ => "",
        };
        return name != "System.Enum" && parentName is "System.ValueType" or "System.Enum";
    }

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private static string Qualified(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
