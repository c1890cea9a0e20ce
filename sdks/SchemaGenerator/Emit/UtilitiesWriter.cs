using Pulumi.SchemaGenerator.Schema;

namespace Pulumi.SchemaGenerator.Emit;

/// <summary>Writes what all classes of a package share: its version, defaults from the environment, secrets.</summary>
internal static class UtilitiesWriter
{
    public static string Write(PackageSchema schema, TypeNames names) => $$"""
        namespace {{names.Root}}
        {
            internal static class Utilities
            {
                public static string Version => {{Literals.Quote(schema.Version)}};

                public static string? GetEnv(params string[] names)
                {
                    foreach (var name in names)
                        if (global::System.Environment.GetEnvironmentVariable(name) is { } value)
                            return value;
                    return null;
                }

                // The texts that Go's strconv.ParseBool takes, as providers do.
                public static bool? GetEnvBoolean(params string[] names) => GetEnv(names) switch
                {
                    "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
                    "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
                    _ => null,
                };

                public static int? GetEnvInt32(params string[] names) => int.TryParse(GetEnv(names), out var value) ? value : null;

                public static double? GetEnvDouble(params string[] names) => double.TryParse(GetEnv(names), out var value) ? value : null;

                // A tuple with a secret is secret even while the value is unknown.
                public static Output<T> Secret<T>(Input<T> value)
                    => Output.Tuple(value.ToOutput(), Output.CreateSecret(0)).Apply(both => both.Item1);

                public static InvokeOptions WithDefaults(this InvokeOptions? options)
                {
                    options ??= new InvokeOptions();
                    options.Version ??= Version;
                    return options;
                }

                public static InvokeOutputOptions WithDefaults(this InvokeOutputOptions? options)
                {
                    options ??= new InvokeOutputOptions();
                    options.Version ??= Version;
                    return options;
                }
            }

            [global::System.AttributeUsage(global::System.AttributeTargets.Class)]
            internal sealed class {{names.Attribute}}Attribute(string type) : ResourceTypeAttribute(type, Utilities.Version);
        }
        """;
}
