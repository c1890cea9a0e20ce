using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Pulumi.SchemaGenerator.Emit;
using Pulumi.SchemaGenerator.Schema;

namespace Pulumi.SchemaGenerator;

/// <summary>Generates the classes of a Pulumi package from the <c>schema.json</c> among the project's additional files.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class SchemaSourceGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step whose output decides whether sources are made anew.</summary>
    public const string SchemaStep = "Schema";

    private static DiagnosticDescriptor InvalidSchema { get; } = new(
        "PSG001", "Invalid schema", "{0} cannot be read, run sdks/extract-schema to write it anew: {1}", "Schema", DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var schemas = context.AdditionalTextsProvider
            .Where(file => Path.GetFileName(file.Path) == "schema.json")
            .Select((file, cancellation) => (file.Path, Text: file.GetText(cancellation)?.ToString() ?? ""))
            .WithTrackingName(SchemaStep);
        context.RegisterSourceOutput(schemas, (output, schema) => Generate(output, schema.Path, schema.Text));
    }

    private static void Generate(SourceProductionContext context, string path, string text)
    {
        try
        {
            foreach (var (name, source) in PackageWriter.Write(PackageSchema.Parse(text)))
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                context.AddSource(name, SourceText.From(source, Encoding.UTF8));
            }
        }
        catch (Exception exception) when (exception is FormatException or KeyNotFoundException or ArgumentException)
        {
            context.ReportDiagnostic(Diagnostic.Create(InvalidSchema, Location.None, path, exception.Message));
        }
    }
}
