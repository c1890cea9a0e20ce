using Pulumi.SchemaGenerator.Schema;

namespace Pulumi.SchemaGenerator.Emit;

/// <summary>Writes the class of a resource, component or provider.</summary>
internal sealed class ResourceWriter(PackageSchema schema, TypeNames names, OutputTypeWriter outputs)
{
    public void Write(SourceWriter writer, Resource resource)
    {
        writer.Line($"[{names.Attribute}({Literals.Quote(resource.Token)})]");
        writer.Open($"public partial class {resource.Name} : {BaseOf(resource)}");
        foreach (var output in resource.Outputs)
        {
            writer.Line($"[global::Pulumi.Output({Literals.Quote(output.WireName)})] "
                + $"public Output<{outputs.TypeOf(output, TypeRole.ResourceOutput)}> {output.Name} {{ get; private set; }} = null!;");
        }

        WriteConstructor(writer, resource);
        if (IsReadable(resource))
            WriteGet(writer, resource);
        WriteMakeArgs(writer, resource);
        WriteMakeOptions(writer, resource);
        writer.Close();
    }

    private static string OptionsOf(Resource resource)
        => $"global::Pulumi.{(resource.IsComponent ? "ComponentResourceOptions" : "CustomResourceOptions")}";

    private static bool IsReadable(Resource resource) => !resource.IsProvider && !resource.IsComponent;

    private static bool HasConstants(Resource resource) => resource.Inputs.Any(input => input.Constant is not null);

    private string BaseOf(Resource resource) => resource switch
    {
        { IsProvider: true } => "global::Pulumi.ProviderResource",
        { IsComponent: true } => "global::Pulumi.ComponentResource",
        _ when schema.IsKubernetes => $"global::{names.Root}.KubernetesResource",
        _ => "global::Pulumi.CustomResource",
    };

    private string ArgsOf(Resource resource) => $"global::{names.ArgsNamespaceOf(resource)}.{resource.Name}Args";

    private void WriteConstructor(SourceWriter writer, Resource resource)
    {
        var args = ArgsOf(resource);
        var isOptional = schema.IsKubernetes || resource.Inputs.All(input => input.IsOptional);
        var token = Literals.Quote(resource.IsProvider ? schema.Package : resource.Token);
        var passed = HasConstants(resource) ? "MakeArgs(args)" : $"args ?? new {args}()";
        writer.Line($"public {resource.Name}(string name, {args}{(isOptional ? "? args = null" : " args")}, {OptionsOf(resource)}? options = null)");
        writer.Line($"    : base({token}, name, {passed}, MakeResourceOptions(options, \"\"){(resource.IsComponent ? ", remote: true" : "")})");
        writer.Line("{");
        writer.Line("}");
    }

    private void WriteGet(SourceWriter writer, Resource resource)
    {
        var state = schema.HasState ? $"{resource.Name}State? state = null, " : "";
        var parameters = $"(string name, Input<string> id, {state}{OptionsOf(resource)}? options = null)";
        writer.Line($"private {resource.Name}{parameters}");
        writer.Line($"    : base({Literals.Quote(resource.Token)}, name, {(schema.HasState ? "state" : "null")}, MakeResourceOptions(options, id))");
        writer.Line("{");
        writer.Line("}");
        writer.Line($"public static {resource.Name} Get{parameters} => new {resource.Name}(name, id, {(schema.HasState ? "state, " : "")}options);");
    }

    private void WriteMakeArgs(SourceWriter writer, Resource resource)
    {
        if (!HasConstants(resource))
            return;

        var args = ArgsOf(resource);
        writer.Open($"private static {args} MakeArgs({args}? args)");
        writer.Line($"args ??= new {args}();");
        foreach (var input in resource.Inputs.Where(input => input.Constant is not null))
            writer.Line($"args.{input.Name} = {Literals.Quote(input.Constant!)};");
        writer.Line("return args;");
        writer.Close();
    }

    private static void WriteMakeOptions(SourceWriter writer, Resource resource)
    {
        var options = OptionsOf(resource);
        writer.Open($"private static {options} MakeResourceOptions({options}? options, Input<string>? id)");
        writer.Open($"var merged = {options}.Merge(new {options}");
        writer.Line("Version = Utilities.Version,");
        if (resource.Aliases.Count > 0)
        {
            var aliases = resource.Aliases.Select(type => $"new global::Pulumi.Alias {{ Type = {Literals.Quote(type)} }}");
            writer.Line($"Aliases = {{ {string.Join(", ", aliases)} }},");
        }

        var secrets = resource.Outputs.Where(output => output.IsSecret).Select(output => Literals.Quote(output.WireName)).ToList();
        if (secrets.Count > 0 && !resource.IsComponent)
            writer.Line($"AdditionalSecretOutputs = {{ {string.Join(", ", secrets)} }},");
        writer.Close(", options);");
        writer.Line("merged.Id = id ?? merged.Id;");
        writer.Line("return merged;");
        writer.Close();
    }
}
