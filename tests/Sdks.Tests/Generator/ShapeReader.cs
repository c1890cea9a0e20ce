using System.Collections.Immutable;
using System.Reflection;

namespace Sdks.Tests.Generator;

/// <summary>Writes the shape of a class by reflection, in the notation of official-shapes.txt.</summary>
internal sealed class ShapeReader
{
    private static Assembly[] Packages { get; } =
        [typeof(Pulumi.Aws.Provider).Assembly, typeof(Pulumi.Kubernetes.Provider).Assembly, typeof(Pulumi.DockerBuild.Provider).Assembly];

    private readonly NullabilityInfoContext _nullability = new();

    public static IEnumerable<Type> AllTypes => Packages.SelectMany(package => package.GetExportedTypes());

    public static Type? Find(string fullName) => Packages.Select(package => package.GetType(fullName)).FirstOrDefault(type => type is not null);

    public static string Header(Type type)
    {
        var modifier = type switch
        {
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        return $"{modifier}{type.FullName} : {type.BaseType!.Name}";
    }

    /// <summary>All public members that the class declares.</summary>
    public ImmutableHashSet<string> Members(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var constructors = type.GetConstructors().Select(constructor => $"new({Parameters(constructor)})");
        var methods = type.GetMethods(Declared).Where(method => method.IsStatic && !method.IsSpecialName)
            .Select(method => $"static {Name(_nullability.Create(method.ReturnParameter))} {method.Name}({Parameters(method)})");
        var properties = type.GetProperties(Declared).Select(property => $"{Name(_nullability.Create(property))} {property.Name}");
        var fields = type.GetFields(Declared).Select(field => $"{Name(_nullability.Create(field))} {field.Name}");
        return [.. constructors, .. methods, .. properties, .. fields];
    }

    private string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(_nullability.Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? " = null" : "")}"));

    private static string Name(NullabilityInfo info)
    {
        if (Nullable.GetUnderlyingType(info.Type) is { } underlying)
            return $"{BareName(underlying)}?";

        var arguments = info.GenericTypeArguments.Select(Name).ToList();
        var name = arguments.Count == 0 ? BareName(info.Type) : $"{BareName(info.Type)}<{string.Join(", ", arguments)}>";
        return !info.Type.IsValueType && info.ReadState == NullabilityState.Nullable ? $"{name}?" : name;
    }

    private static string BareName(Type type)
    {
        var name = type.Name.Split('`')[0];
        return Packages.Contains(type.Assembly) ? $"{type.Namespace!["Pulumi.".Length..]}.{name}" : name;
    }
}
