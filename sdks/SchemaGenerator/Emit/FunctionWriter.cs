using Pulumi.SchemaGenerator.Schema;

namespace Pulumi.SchemaGenerator.Emit;

/// <summary>Writes the static class of a function, its arguments in both forms, and its result.</summary>
internal sealed class FunctionWriter(InputTypeWriter inputs, OutputTypeWriter outputs)
{
    public void Write(SourceWriter writer, Function function)
    {
        WriteClass(writer, function);
        if (function.Inputs.Count > 0)
        {
            inputs.Write(writer, $"{function.Name}Args", "InvokeArgs", function.Inputs, TypeRole.PlainInput);
            inputs.Write(writer, $"{function.Name}InvokeArgs", "InvokeArgs", function.Inputs, TypeRole.FunctionInput);
        }

        outputs.Write(writer, $"{function.Name}Result", function.Outputs, TypeRole.FunctionOutput);
    }

    private static void WriteClass(SourceWriter writer, Function function)
    {
        var isOptional = function.Inputs.All(input => input.IsOptional);
        writer.Open($"public static class {function.Name}");
        WriteMethod(writer, function, "global::System.Threading.Tasks.Task", "InvokeAsync", "Args", isOptional, "InvokeOptions? options = null");
        WriteMethod(writer, function, "Output", "Invoke", "InvokeArgs", isOptional, "InvokeOptions? options = null");
        WriteMethod(writer, function, "Output", "Invoke", "InvokeArgs", isOptional: false, "InvokeOutputOptions options");
        writer.Close();
    }

    private static void WriteMethod(
        SourceWriter writer, Function function, string returns, string method, string suffix, bool isOptional, string options)
    {
        var args = function.Name + suffix;
        var hasArgs = function.Inputs.Count > 0;
        var parameter = hasArgs ? $"{args}{(isOptional ? "? args = null" : " args")}, " : "";
        var passed = hasArgs ? $"args ?? new {args}()" : "global::Pulumi.InvokeArgs.Empty";
        writer.Line($"public static {returns}<{function.Name}Result> {method}({parameter}global::Pulumi.{options})");
        writer.Line($"    => global::Pulumi.Deployment.Instance.{method}<{function.Name}Result>("
            + $"{Literals.Quote(function.Token)}, {passed}, options.WithDefaults());");
    }
}
