using System.Globalization;
using Pulumi.SchemaGenerator.Schema;

namespace Pulumi.SchemaGenerator.Emit;

/// <summary>C# names of tokens and types: the rules of pulumi-dotnet's code generation.</summary>
internal sealed class TypeNames(PackageSchema schema)
{
    private readonly Dictionary<string, EnumSchema> _enums = schema.Enums.ToDictionary(@enum => @enum.Key);

    /// <summary>The package's namespace, as <c>Pulumi.Aws</c>.</summary>
    public string Root { get; } = $"Pulumi.{PascalCase(schema.Package)}";

    /// <summary>The name of the attribute that ties classes to tokens, as <c>AwsResourceType</c>.</summary>
    public string Attribute => $"{PascalCase(schema.Package)}ResourceType";

    public string NamespaceOf(string token) => NamespaceOfModule(Tokens.ModuleOf(token, schema.HasState));

    /// <summary>The namespace of a resource's arguments.</summary>
    public string ArgsNamespaceOf(Resource resource) => schema.IsKubernetes && !resource.IsProvider
        ? QualifiedNamespaceOfModule(Tokens.ModuleOf(resource.Token, schema.HasState), "Inputs")
        : ResourceNamespaceOf(resource);

    public string ResourceNamespaceOf(Resource resource) => resource.IsProvider ? Root : NamespaceOf(resource.Token);

    public string EnumNamespaceOf(string key) => NamespaceOfModule(Tokens.ModuleOfKey(key));

    /// <summary>The namespace of a nested type's classes: one for inputs, one for outputs.</summary>
    public string NamespaceOf(string key, TypeRole role)
        => QualifiedNamespaceOfModule(Tokens.ModuleOfKey(key), IsOutput(role) ? "Outputs" : "Inputs");

    public string ClassOf(string key, TypeRole role)
    {
        var name = Tokens.NameOf(key);
        return role switch
        {
            TypeRole.ResourceInput or TypeRole.PlainInput => name + "Args",
            TypeRole.State => name + "GetArgs",
            TypeRole.FunctionInput => name + (schema.NamesResults ? "InputArgs" : "Args"),
            TypeRole.FunctionOutput => name + (schema.NamesResults ? "Result" : ""),
            _ => name,
        };
    }

    /// <summary>The type of an output, without the nullability of its property.</summary>
    public string Output(SchemaType type, TypeRole role) => Plain(type, role);

    /// <summary>The type of an input property in <paramref name="role"/>, without nullability.</summary>
    public string Input(SchemaType type, TypeRole role)
    {
        if (role == TypeRole.PlainInput)
            return PlainInput(type);

        return type switch
        {
            ListType list => $"InputList<{Plain(list.Element, role)}>",
            MapType map => $"InputMap<{Plain(map.Element, role)}>",
            UnionType union => InputUnion(union, role),
            PrimitiveType { IsJson: true } => "global::Pulumi.InputJson",
            _ => $"Input<{Plain(type, role)}>",
        };
    }

    /// <summary>The member of an enum that stands for <paramref name="value"/>.</summary>
    public string EnumMember(string key, object value)
    {
        var member = _enums[key].Members.First(candidate => candidate.Value.Equals(value));
        return $"global::{EnumNamespaceOf(key)}.{Tokens.NameOf(key)}.{member.Name}";
    }

    private static bool IsOutput(TypeRole role) => role is TypeRole.ResourceOutput or TypeRole.FunctionOutput;

    private static string PascalCase(string package)
        => string.Concat(package.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part.Substring(1)));

    private string NamespaceOfModule(string module) => module == "index" ? Root : $"{Root}.{schema.Namespaces.Text(module)}";

    private string QualifiedNamespaceOfModule(string module, string qualifier) => schema.IsKubernetes
        ? $"{Root}.Types.{qualifier}.{(module == "index" ? "Provider" : schema.Namespaces.Text(module))}"
        : $"{NamespaceOfModule(module)}.{qualifier}";

    private string PlainInput(SchemaType type) => type switch
    {
        ListType list => $"global::System.Collections.Generic.List<{Plain(list.Element, TypeRole.PlainInput)}>",
        MapType map => $"global::System.Collections.Generic.Dictionary<string, {Plain(map.Element, TypeRole.PlainInput)}>",
        _ => Plain(type, TypeRole.PlainInput),
    };

    private string Plain(SchemaType type, TypeRole role) => type switch
    {
        PrimitiveType primitive => primitive.Name,
        ListType list => $"ImmutableArray<{Plain(list.Element, role)}>",
        MapType map => $"ImmutableDictionary<string, {Plain(map.Element, role)}>",
        ReferenceType { IsEnum: true } @enum => $"global::{EnumNamespaceOf(@enum.Key)}.{Tokens.NameOf(@enum.Key)}",
        ReferenceType reference => $"global::{NamespaceOf(reference.Key, role)}.{ClassOf(reference.Key, role)}",
        UnionType union => PlainUnion(union, role),
        _ => throw new InvalidOperationException($"No C# type for {type}."),
    };

    private string InputUnion(UnionType union, TypeRole role) => Union(union, role, one: "Input<{0}>", two: "InputUnion<{0}, {1}>");

    /// <summary>As an output, an enum that admits other values is a value of the enum's underlying type.</summary>
    private string PlainUnion(UnionType union, TypeRole role)
    {
        if (IsOutput(role) && union.Members.OfType<ReferenceType>().FirstOrDefault(member => member.IsEnum) is { } @enum)
            return _enums[@enum.Key].IsInteger ? "int" : "string";

        return Union(union, role, one: "{0}", two: "Union<{0}, {1}>");
    }

    private string Union(UnionType union, TypeRole role, string one, string two)
    {
        var members = union.Members.Select(member => Plain(member, role)).Distinct().ToList();
        return members.Count switch
        {
            1 => string.Format(CultureInfo.InvariantCulture, one, members[0]),
            2 => string.Format(CultureInfo.InvariantCulture, two, members[0], members[1]),
            _ => "object",
        };
    }
}
