using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Seams.Tests.Support;

/// <summary>Which namespaces of an assembly use which others of it: signatures and code, lambdas and local functions too.</summary>
internal static class Arrows
{
    /// <summary>The name of the root namespace itself.</summary>
    public const string Root = "(root)";

    /// <summary>From whom to whom, by the first name below the root namespace.</summary>
    /// <param name="assembly">The assembly's file.</param>
    /// <param name="root">The root namespace.</param>
    public static HashSet<(string From, string To)> Of(string assembly, string root)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        return
        [
            .. from type in module.GetTypes()
               let user = Name(type, root)
               where user is not null
               from used in Uses(type).SelectMany(Named).Where(used => used.Scope == module)
               let name = Name(used, root)
               where name is not null && name != user
               select (user, name),
        ];
    }

    private static string? Name(TypeReference type, string root)
    {
        while (type.DeclaringType is { } outer) type = outer;
        if (type.Namespace == root) return Root;
        return type.Namespace.StartsWith($"{root}.", StringComparison.Ordinal) ? type.Namespace[(root.Length + 1)..].Split('.')[0] : null;
    }

    private static IEnumerable<TypeReference?> Uses(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(implemented => implemented.InterfaceType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        .. type.Methods.SelectMany(Uses),
    ];

    private static IEnumerable<TypeReference?> Uses(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        .. method.HasBody ? Uses(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> Uses(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(Uses),
    ];

    private static IEnumerable<TypeReference?> Uses(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
        MemberReference member => [member.DeclaringType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Named(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [.. Named(generic.ElementType), .. generic.GenericArguments.SelectMany(Named)],
        TypeSpecification specification => Named(specification.ElementType),
        _ => [type],
    };
}
