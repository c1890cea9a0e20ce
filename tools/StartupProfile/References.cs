using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace RoomTypes.StartupProfile;

/// <summary>References from the profile to types of other assemblies, and signatures that are made of them (ECMA-335 II.23.2).</summary>
internal sealed class References(TypeIndex index, MetadataBuilder metadata) : ISignatureTypeProvider<byte[], object?>
{
    private const string Canon = "System.__Canon";

    // What the runtime calls the types of ECMA-335 II.23.1.16.
    private static readonly Dictionary<string, PrimitiveTypeCode> Primitives = new()
    {
        ["bool"] = PrimitiveTypeCode.Boolean,
        ["char"] = PrimitiveTypeCode.Char,
        ["sbyte"] = PrimitiveTypeCode.SByte,
        ["byte"] = PrimitiveTypeCode.Byte,
        ["short"] = PrimitiveTypeCode.Int16,
        ["ushort"] = PrimitiveTypeCode.UInt16,
        ["int"] = PrimitiveTypeCode.Int32,
        ["uint"] = PrimitiveTypeCode.UInt32,
        ["long"] = PrimitiveTypeCode.Int64,
        ["ulong"] = PrimitiveTypeCode.UInt64,
        ["float"] = PrimitiveTypeCode.Single,
        ["double"] = PrimitiveTypeCode.Double,
        ["nint"] = PrimitiveTypeCode.IntPtr,
        ["nuint"] = PrimitiveTypeCode.UIntPtr,
    };

    private readonly Dictionary<string, EntityHandle> _types = [];
    private readonly Dictionary<string, AssemblyReferenceHandle> _assemblies = [];

    /// <summary>The type that a member belongs to.</summary>
    public EntityHandle Parent(TypeName type) =>
        type.Arguments.Count == 0 ? Reference(type.Name) : metadata.AddTypeSpecification(metadata.GetOrAddBlob(Encode(type)));

    /// <summary>The type within a signature.</summary>
    public byte[] Encode(TypeName type)
    {
        if (type.Vectors > 0) return GetSZArrayType(Encode(type with { Vectors = type.Vectors - 1 }));
        if (Primitives.TryGetValue(type.Name, out var primitive)) return GetPrimitiveType(primitive);
        var encoded = Named(type.Name, type.Name != Canon && index.IsValueType(type.Name));
        return type.Arguments.Count == 0 ? encoded : GetGenericInstantiation(encoded, [.. type.Arguments.Select(Encode)]);
    }

    /// <summary>A method's signature, or with the convention GenericMethod the arguments of an instantiation.</summary>
    public static byte[] Encode(SignatureHeader header, int arity, IReadOnlyList<byte[]> types, bool hasReturnType)
    {
        var blob = new BlobBuilder();
        blob.WriteByte(header.RawValue);
        if (hasReturnType && header.IsGeneric) blob.WriteCompressedInteger(arity);
        blob.WriteCompressedInteger(types.Count - (hasReturnType ? 1 : 0));
        foreach (var type in types) blob.WriteBytes(type);
        return blob.ToArray();
    }

    public byte[] GetPrimitiveType(PrimitiveTypeCode typeCode) => [(byte)typeCode];

    public byte[] GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Named(TypeIndex.FullName(reader, handle), rawTypeKind == (byte)SignatureTypeKind.ValueType);

    public byte[] GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        Named(TypeIndex.FullName(reader, handle), rawTypeKind == (byte)SignatureTypeKind.ValueType);

    public byte[] GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public byte[] GetSZArrayType(byte[] elementType) => [(byte)SignatureTypeCode.SZArray, .. elementType];

    public byte[] GetPointerType(byte[] elementType) => [(byte)SignatureTypeCode.Pointer, .. elementType];

    public byte[] GetByReferenceType(byte[] elementType) => [(byte)SignatureTypeCode.ByReference, .. elementType];

    public byte[] GetGenericInstantiation(byte[] genericType, ImmutableArray<byte[]> typeArguments) =>
        [(byte)SignatureTypeCode.GenericTypeInstance, .. genericType, .. Compressed(typeArguments.Length), .. typeArguments.SelectMany(type => type)];

    public byte[] GetGenericTypeParameter(object? genericContext, int index) => [(byte)SignatureTypeCode.GenericTypeParameter, .. Compressed(index)];

    public byte[] GetGenericMethodParameter(object? genericContext, int index) => [(byte)SignatureTypeCode.GenericMethodParameter, .. Compressed(index)];

    public byte[] GetFunctionPointerType(MethodSignature<byte[]> signature) =>
        [(byte)SignatureTypeCode.FunctionPointer, .. Encode(signature.Header, signature.GenericParameterCount, [signature.ReturnType, .. signature.ParameterTypes], true)];

    // The modifier comes as a type: its kind, then its reference.
    public byte[] GetModifiedType(byte[] modifier, byte[] unmodifiedType, bool isRequired) =>
        [(byte)(isRequired ? SignatureTypeCode.RequiredModifier : SignatureTypeCode.OptionalModifier), .. modifier.AsSpan(1), .. unmodifiedType];

    public byte[] GetArrayType(byte[] elementType, ArrayShape shape) => throw new NotSupportedException("Arrays of several dimensions are not written.");

    public byte[] GetPinnedType(byte[] elementType) => throw new NotSupportedException("Only locals are pinned.");

    private static byte[] Compressed(int value)
    {
        var blob = new BlobBuilder();
        blob.WriteCompressedInteger(value);
        return blob.ToArray();
    }

    private byte[] Named(string name, bool isValueType) =>
        [(byte)(isValueType ? SignatureTypeKind.ValueType : SignatureTypeKind.Class), .. Compressed(CodedIndex.TypeDefOrRefOrSpec(Reference(name)))];

    private EntityHandle Reference(string name)
    {
        if (_types.TryGetValue(name, out var known)) return known;
        var nested = name.LastIndexOf('+');
        var space = name.LastIndexOf('.');
        var reference = nested >= 0
            ? metadata.AddTypeReference(Reference(name[..nested]), default, metadata.GetOrAddString(name[(nested + 1)..]))
            : metadata.AddTypeReference(Scope(name), metadata.GetOrAddString(space < 0 ? "" : name[..space]), metadata.GetOrAddString(name[(space + 1)..]));
        return _types[name] = reference;
    }

    // The stand-in for every class in code that generic instantiations share lives in an assembly of its own here.
    private AssemblyReferenceHandle Scope(string type)
    {
        var name = type == Canon ? "System.Private.Canon" : Assembly(type);
        if (_assemblies.TryGetValue(name, out var known)) return known;
        return _assemblies[name] = metadata.AddAssemblyReference(metadata.GetOrAddString(name), new Version(0, 0, 0, 0), default, default, default, default);
    }

    /// <summary>The assembly that defines a type.</summary>
    public string Assembly(string type)
    {
        var reader = index[type].Reader;
        return reader.GetString(reader.GetAssemblyDefinition().Name);
    }
}
