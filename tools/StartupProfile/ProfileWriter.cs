using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace RoomTypes.StartupProfile;

/// <summary>
/// Writes a profile that Crossgen2 reads (.mibc): an assembly whose global methods name other methods, one of them for each assembly, and
/// AssemblyDictionary, which names those. The format is that of dotnet/runtime, MIbcProfileParser.
/// </summary>
internal sealed class ProfileWriter
{
    private readonly TypeIndex _index;
    private readonly MetadataBuilder _metadata = new();
    private readonly References _references;
    private readonly SortedDictionary<string, List<EntityHandle>> _methods = new(StringComparer.Ordinal);

    /// <summary>Starts an empty profile of methods of these assemblies.</summary>
    public ProfileWriter(TypeIndex index)
    {
        _index = index;
        _references = new(index, _metadata);
    }

    /// <summary>Adds every overload that the name may mean.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Add(JittedMethod method)
    {
        try
        {
            var (reader, handle) = _index[method.Type.Name];
            var overloads = reader.GetTypeDefinition(handle).GetMethods().Where(overload => Fits(reader, overload, method)).ToList();
            foreach (var overload in overloads) Add(reader, overload, method);
            return overloads.Count > 0;
        }
        catch (Exception exception) when (exception is KeyNotFoundException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Writes the profile.</summary>
    public void Save(string path)
    {
        var il = new BlobBuilder();
        var bodies = new MethodBodyStreamEncoder(il);
        List<(string Name, int Body)> globals = [.. _methods.Select(group => (group.Key, Body(bodies, code => WriteGroup(code, group.Value))))];
        globals.Insert(0, ("AssemblyDictionary", Body(bodies, code => WriteDictionary(code, globals))));
        AddGlobals(globals, Path.GetFileNameWithoutExtension(path));
        var image = new BlobBuilder();
        var identity = new BlobContentId(new Guid(), 1);
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(_metadata), il, deterministicIdProvider: _ => identity).Serialize(image);
        File.WriteAllBytes(path, image.ToArray());
    }

    private static bool Fits(MetadataReader reader, MethodDefinitionHandle handle, JittedMethod method)
    {
        var definition = reader.GetMethodDefinition(handle);
        if (!reader.StringComparer.Equals(definition.Name, method.Name) || definition.GetGenericParameters().Count != method.Arguments.Count) return false;
        var signature = reader.GetBlobReader(definition.Signature);
        if (signature.ReadSignatureHeader().IsGeneric) signature.ReadCompressedInteger();
        return signature.ReadCompressedInteger() == method.Parameters;
    }

    private void Add(MetadataReader reader, MethodDefinitionHandle overload, JittedMethod method)
    {
        var signature = reader.GetMethodDefinition(overload).DecodeSignature(_references, null);
        var encoded = References.Encode(signature.Header, signature.GenericParameterCount, [signature.ReturnType, .. signature.ParameterTypes], hasReturnType: true);
        EntityHandle handle = _metadata.AddMemberReference(_references.Parent(method.Type), _metadata.GetOrAddString(method.Name), _metadata.GetOrAddBlob(encoded));
        if (method.Arguments.Count > 0)
        {
            var header = new SignatureHeader(SignatureKind.MethodSpecification, SignatureCallingConvention.Default, SignatureAttributes.None);
            var arguments = References.Encode(header, 0, [.. method.Arguments.Select(_references.Encode)], hasReturnType: false);
            handle = _metadata.AddMethodSpecification(handle, _metadata.GetOrAddBlob(arguments));
        }

        var assembly = _references.Assembly(method.Type.Name);
        if (!_methods.TryGetValue(assembly, out var group)) _methods[assembly] = group = [];
        group.Add(handle);
    }

    private static int Body(MethodBodyStreamEncoder bodies, Action<InstructionEncoder> write)
    {
        var code = new InstructionEncoder(new BlobBuilder());
        write(code);
        code.OpCode(ILOpCode.Ret);
        return bodies.AddMethodBody(code);
    }

    private static void WriteGroup(InstructionEncoder code, List<EntityHandle> methods)
    {
        foreach (var method in methods) WriteToken(code, method);
    }

    private void WriteDictionary(InstructionEncoder code, List<(string Name, int Body)> groups)
    {
        for (var i = 0; i < groups.Count; i++)
        {
            code.LoadString(_metadata.GetOrAddUserString($"{groups[i].Name};"));
            WriteToken(code, MetadataTokens.MethodDefinitionHandle(i + 2));
        }
    }

    private static void WriteToken(InstructionEncoder code, EntityHandle handle)
    {
        code.OpCode(ILOpCode.Ldtoken);
        code.Token(handle);
        code.OpCode(ILOpCode.Pop);
    }

    private void AddGlobals(List<(string Name, int Body)> methods, string name)
    {
        _metadata.AddModule(0, _metadata.GetOrAddString(name), _metadata.GetOrAddGuid(new Guid()), default, default);
        _metadata.AddAssembly(_metadata.GetOrAddString(name), new Version(0, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        _metadata.AddTypeDefinition(default, default, _metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature().Parameters(0, type => type.Void(), _ => { });
        var signatureHandle = _metadata.GetOrAddBlob(signature);
        foreach (var (methodName, body) in methods)
        {
            _metadata.AddMethodDefinition(
                MethodAttributes.Public | MethodAttributes.Static, MethodImplAttributes.IL, _metadata.GetOrAddString(methodName), signatureHandle, body, default);
        }
    }
}
