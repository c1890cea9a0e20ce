using Pulumi.Engine.Projects;

namespace Sdks.Tests.Engine;

public sealed class ProjectTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Fact]
    public void Load_FullProject_ReadsAll()
    {
        var project = Project("""
            name: shop
            runtime:
              name: dotnet
              options:
                binary: out/Shop.dll
            main: infra/
            config:
              size:
                type: integer
                default: 3
                description: how many
              aws:region: eu-central-1
            """);

        Assert.Equal("shop", project.Name);
        Assert.Equal("dotnet", project.Runtime);
        Assert.Equal(Path.Combine(_folder.FullName, "out", "Shop.dll"), project.Binary);
        Assert.Equal(Path.Combine(_folder.FullName, "infra/"), project.MainDirectory);
        Assert.Equal("how many", project.Config["size"].Description);
        Assert.Empty(project.StackNames);
    }

    [Theory]
    [InlineData("runtime: dotnet", "project is missing a non-empty string 'name' attribute")]
    [InlineData("name: shop", "runtime section must be a string or an object with name and options attributes")]
    [InlineData("name: shop\nruntime: dotnet\nconifg: {}", "unknown attribute 'conifg'")]
    [InlineData("name: shop\nruntime: dotnet\nconfig: { a: { type: number } }", "'number' is no type; allowed are string, integer, boolean, object, array")]
    [InlineData("name: shop\nruntime: dotnet\nconfig: { a: { typ: string } }", "'typ' not allowed")]
    [InlineData("name: shop\nruntime: dotnet\nconfig: { a: { type: integer, default: many } }", "The default value specified for configuration key 'a' is not of the expected type 'integer'")]
    [InlineData("name: shop\nruntime: dotnet\nconfig: { a: { type: array } }", "does not specify the underlying type via the 'items' attribute")]
    [InlineData("name: shop\nruntime: dotnet\nconfig: { a: { default: 1, value: 2 } }", "cannot have both a 'default' and 'value' attribute")]
    [InlineData("name: shop\nruntime: dotnet\nconfig: { 'aws:region': { type: string, value: x } }", "is not namespaced by the project and should not define a type")]
    [InlineData("name: shop\nruntime: dotnet\nconfig: { 'aws:region': { default: x } }", "Did you mean to use the 'value' attribute instead of 'default'?")]
    [InlineData("name: [", "not valid YAML")]
    public void Load_Wrong_SaysHow(string yaml, string message)
    {
        var fault = Assert.Throws<ProjectException>(() => Project(yaml));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_Values_AreQualifiedTextAsTheCliPassesThem()
    {
        var config = Config("""
            config:
              name: plain
              shop:quoted: "7"
              aws:region: eu-central-1
              aws:config:profile: old
              number: 7
              ratio: 0.5
              flag: true
              account: 012345678901
              nothing:
              object: { b: 1, a: [x, true, 0.5, "2", null] }
            """);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["shop:name"] = "plain",
                ["shop:quoted"] = "7",
                ["aws:region"] = "eu-central-1",
                ["aws:profile"] = "old",
                ["shop:number"] = "7",
                ["shop:ratio"] = "0.5",
                ["shop:flag"] = "true",
                ["shop:account"] = "012345678901",
                ["shop:nothing"] = "",
                ["shop:object"] = """{"a":["x",true,0.5,"2",null],"b":1}""",
            },
            config);
    }

    [Fact]
    public void Config_Declared_FillsDefaultsAndValues()
    {
        var config = Config("config: { shop:size: 5 }", """
            config:
              size: { type: integer, default: 3 }
              owner: team
              zones: { type: array, items: { type: string }, default: [a, b] }
              aws:region: eu-central-1
            """);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["shop:size"] = "5",
                ["shop:owner"] = "team",
                ["shop:zones"] = """["a","b"]""",
                ["aws:region"] = "eu-central-1",
            },
            config);
    }

    [Theory]
    [InlineData("size", "7", "7")]
    [InlineData("shop:size", "7", "7")]
    [InlineData("zones", """["c"]""", """["c"]""")]
    [InlineData("owner", "{}", "{}")]
    [InlineData("aws:region", "us-east-1", "us-east-1")]
    public void Config_Changed_TakesTheOtherValue(string key, string value, string expected)
    {
        Write("Pulumi.dev.yaml", "config: { shop:size: 5, owner: team }");
        var project = Project("name: shop\nruntime: dotnet\nconfig: { size: { type: integer }, owner: { type: string }, zones: { type: array, items: { type: string }, default: [a] } }");

        var config = StackConfig.Load(project, "dev", new Dictionary<string, string> { [key] = value });

        Assert.Equal(expected, config[key.Contains(':', StringComparison.Ordinal) ? key : $"shop:{key}"]);
    }

    [Theory]
    [InlineData("size", "many", "must be of type 'integer', but is 'many'")]
    [InlineData("zones", "a", "must be of type 'array<string>', but is 'a'")]
    public void Config_ChangedToAnotherType_IsTold(string key, string value, string message)
    {
        Write("Pulumi.dev.yaml", "config: {}");
        var project = Project("name: shop\nruntime: dotnet\nconfig: { size: { type: integer, default: 1 }, zones: { type: array, items: { type: string }, default: [a] } }");

        var fault = Assert.Throws<ProjectException>(() => StackConfig.Load(project, "dev", new Dictionary<string, string> { [key] = value }));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_SeveralFaults_AreToldTogether()
    {
        var fault = Assert.Throws<ProjectException>(() => Config(
            "config: { size: many, tags: [1], secret: open }",
            """
            config:
              size: { type: integer }
              tags: { type: object }
              secret: { type: string, secret: true }
              owner: { type: string }
              backend: { type: string }
            """));

        Assert.Equal(
            [
                "Stack 'dev' is missing configuration values 'backend' and 'owner'",
                "Stack 'dev' with configuration key 'secret' must be encrypted as it's secret",
                "Stack 'dev' with configuration key 'size' must be of type 'integer', but is 'many'",
                "Stack 'dev' with configuration key 'tags' must be of type 'object', but is '[1]'",
            ],
            fault.Message.Split(Environment.NewLine));
    }

    [Theory]
    [InlineData("config: { password: { secure: AAABAB== } }", "shop:password")]
    [InlineData("config: { 'aws:deep': { list: [{ secure: AAABAB== }] } }", "aws:deep")]
    public void Config_Secure_IsRefused(string yaml, string key)
    {
        var fault = Assert.Throws<ProjectException>(() => Config(yaml));

        Assert.StartsWith($"Stack 'dev' holds an encrypted value at '{key}'. The offline engine has no secrets provider", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_UnknownStack_ListsTheStacks()
    {
        var project = Project("name: shop\nruntime: dotnet");
        Write("Pulumi.dev.yaml", "");
        Write("Pulumi.prod.yaml", "");

        var fault = Assert.Throws<ProjectException>(() => StackConfig.Load(project, "staging"));

        Assert.Equal("no stack named 'staging' found: there is no Pulumi.staging.yaml; the stacks are 'dev' and 'prod'.", fault.Message);
    }

    [Fact]
    public void Config_KeyOfFourParts_IsRefused()
    {
        var fault = Assert.Throws<ProjectException>(() => Config("config: { a:b:c: x }"));

        Assert.StartsWith("could not parse a:b:c as a configuration key", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private IReadOnlyDictionary<string, string> Config(string stack, string project = "")
    {
        Write("Pulumi.dev.yaml", stack);
        return StackConfig.Load(Project($"name: shop\nruntime: dotnet\n{project}"), "dev");
    }

    private PulumiProject Project(string yaml)
    {
        Write("Pulumi.yaml", yaml);
        return PulumiProject.Load(_folder.FullName);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
