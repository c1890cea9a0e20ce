using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Pulumi.SchemaGenerator;
using Pulumi.SchemaGenerator.Json;
using Pulumi.SchemaGenerator.Schema;

namespace Sdks.Tests.Generator;

/// <summary>The generator itself: what it makes of a schema, and when.</summary>
public sealed class SchemaSourceGeneratorTests
{
    private const string Schema = """
        {
          "package": "test", "version": "1.2.3", "compatibility": "tfbridge20", "state": true, "namespaces": { "shop": "Shop" },
          "provider": { "inputs": { "region": "string?" }, "outputs": {} },
          "resources": { "test:shop/item:Item": { "inputs": { "size": "@index:Size?" }, "outputs": { "size": "@index:Size?" } } },
          "functions": {}, "types": {}, "enums": { "index:Size": { "Small": 1, "Large": 2 } }
        }
        """;

    [Fact]
    public void Sources_OfSchema_AreOneFileANamespace()
    {
        var result = Run(Driver(Schema)).GetRunResult();

        Assert.Empty(result.Diagnostics);
        Assert.Equal(
            ["Pulumi.Test.Shop.g.cs", "Pulumi.Test.g.cs", "Utilities.g.cs"],
            result.GeneratedTrees.Select(tree => Path.GetFileName(tree.FilePath)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Enum_OfIntegers_IsACSharpEnum()
    {
        var source = Run(Driver(Schema)).GetRunResult().GeneratedTrees.Single(tree => Path.GetFileName(tree.FilePath) == "Pulumi.Test.g.cs").ToString();

        Assert.Contains("public enum Size", source, StringComparison.Ordinal);
        Assert.Contains("Small = 1,", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Rerun_WithUnchangedSchema_UsesTheCache()
    {
        var driver = Run(Driver(Schema));

        var step = Step(Run(driver, withNewTree: true));

        Assert.Equal(IncrementalStepRunReason.Cached, step);
    }

    [Fact]
    public void Rerun_WithTouchedButEqualSchema_UsesTheCache()
    {
        var driver = Run(Driver(Schema, out var file));

        var step = Step(Run(driver.ReplaceAdditionalText(file, new SchemaFile(Schema))));

        Assert.Equal(IncrementalStepRunReason.Unchanged, step);
    }

    [Fact]
    public void Rerun_WithChangedSchema_GeneratesAnew()
    {
        var driver = Run(Driver(Schema, out var file));

        var step = Step(Run(driver.ReplaceAdditionalText(file, new SchemaFile(Schema.Replace("1.2.3", "1.2.4", StringComparison.Ordinal)))));

        Assert.Equal(IncrementalStepRunReason.Modified, step);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "package": 1 }""")]
    [InlineData("""{ "package": "test", "version": "1", "compatibility": "", "provider": { "inputs": { "region": "text" } } }""")]
    public void Sources_OfInvalidSchema_AreADiagnostic(string schema)
    {
        var result = Run(Driver(schema)).GetRunResult();

        Assert.Equal("PSG001", Assert.Single(result.Diagnostics).Id);
        Assert.Empty(result.GeneratedTrees);
    }

    [Fact]
    public void JsonReader_OfAnyText_ReadsWhatWasWritten()
        => Prop.ForAll<string, bool>((text, flag) =>
        {
            var written = JsonSerializer.Serialize(new Dictionary<string, object?> { ["a"] = text, ["b"] = new object?[] { flag, null, 1.5 } });
            var read = (JsonObject)JsonReader.Read(written)!;
            return Equals(read.Get("a"), text) && ((List<object?>)read.Get("b")!).SequenceEqual([flag, null, 1.5]);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("string[][]", "ListType(ListType(string))")]
    [InlineData("{string|#m:T}", "MapType(UnionType(string, #m:T))")]
    [InlineData("(string|@m:E)[]", "ListType(UnionType(string, @m:E))")]
    [InlineData("string|string[]", "UnionType(string, ListType(string))")]
    public void SchemaType_OfNotation_HasItsStructure(string text, string expected)
        => Assert.Equal(expected, Describe(SchemaType.Parse(text)));

    private static string Describe(SchemaType type) => type switch
    {
        PrimitiveType primitive => primitive.Name,
        ReferenceType reference => (reference.IsEnum ? "@" : "#") + reference.Key,
        ListType list => $"ListType({Describe(list.Element)})",
        MapType map => $"MapType({Describe(map.Element)})",
        UnionType union => $"UnionType({string.Join(", ", union.Members.Select(Describe))})",
        _ => throw new InvalidOperationException(type.ToString()),
    };

    private static CSharpGeneratorDriver Driver(string schema) => Driver(schema, out _);

    private static CSharpGeneratorDriver Driver(string schema, out AdditionalText file)
    {
        file = new SchemaFile(schema);
        return CSharpGeneratorDriver.Create(
            [new SchemaSourceGenerator().AsSourceGenerator()],
            [file],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    }

    private static GeneratorDriver Run(GeneratorDriver driver, bool withNewTree = false)
    {
        var compilation = CSharpCompilation.Create("Test");
        return driver.RunGenerators(withNewTree ? compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class New;")) : compilation);
    }

    private static IncrementalStepRunReason Step(GeneratorDriver driver)
        => driver.GetRunResult().Results.Single().TrackedSteps[SchemaSourceGenerator.SchemaStep].Single().Outputs.Single().Reason;

    private sealed class SchemaFile(string text) : AdditionalText
    {
        public override string Path => "/package/schema.json";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
