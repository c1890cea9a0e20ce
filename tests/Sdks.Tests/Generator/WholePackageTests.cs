using System.Reflection;
using System.Text.Json;
using Pulumi;

namespace Sdks.Tests.Generator;

/// <summary>What must hold for every class of the packages.</summary>
public sealed class WholePackageTests
{
    [Theory]
    [InlineData("Pulumi.Aws")]
    [InlineData("Pulumi.Kubernetes")]
    [InlineData("Pulumi.DockerBuild")]
    public void Resources_OfSchema_AreAllGenerated(string package)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "sdks", package, "schema.json")));
        var tokens = schema.RootElement.GetProperty("resources").EnumerateObject().Select(resource => resource.Name);

        var generated = ShapeReader.AllTypes.Where(type => type.Assembly.GetName().Name == package).Select(OfficialShapesTests.TokenOf).ToHashSet();

        Assert.All(tokens, token => Assert.Contains(token, generated));
    }

    [Fact]
    public void Inputs_OfEveryClass_HaveDistinctWireNamesAndAnEmptyInstance()
    {
        var classes = ShapeReader.AllTypes.Where(type => type.IsSubclassOf(typeof(InputArgs)) && !type.IsAbstract).ToList();

        Assert.True(classes.Count > 2000, $"only {classes.Count} classes of inputs");
        Assert.All(classes, type =>
        {
            const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
            var names = type.GetMembers(Instance)
                .SelectMany(member => member.GetCustomAttributesData())
                .Where(attribute => attribute.AttributeType == typeof(InputAttribute))
                .Select(attribute => (string)attribute.ConstructorArguments[0].Value!)
                .ToList();
            Assert.Equal(names.Distinct(), names);
            Assert.IsType(type, type.GetProperty("Empty", BindingFlags.Public | BindingFlags.Static)!.GetValue(null));
        });
    }

    [Fact]
    public void Outputs_OfEveryClass_AreBuiltByTheirConstructor()
    {
        var classes = ShapeReader.AllTypes.Where(type => type.GetCustomAttribute<OutputTypeAttribute>() is not null).ToList();

        Assert.True(classes.Count > 700, $"only {classes.Count} classes of outputs");
        Assert.All(classes, type =>
        {
            var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic)
                .Single(candidate => candidate.GetCustomAttribute<OutputConstructorAttribute>() is not null);
            Assert.Equal(type.GetFields().Select(field => field.FieldType), constructor.GetParameters().Select(parameter => parameter.ParameterType));
        });
    }

    [Fact]
    public void Types_OfFunctions_AreCompleteForms()
    {
        var functions = ShapeReader.AllTypes.Where(type => type is { IsAbstract: true, IsSealed: true } && type.Name.StartsWith("Get", StringComparison.Ordinal)).ToList();

        Assert.Equal(40, functions.Count);
        Assert.All(functions, type =>
        {
            Assert.NotNull(ShapeReader.Find($"{type.FullName}Result"));
            Assert.Equal(["Invoke", "Invoke", "InvokeAsync"], type.GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).Order());
        });
    }
}
