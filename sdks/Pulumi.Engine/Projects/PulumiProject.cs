using YamlDotNet.RepresentationModel;

namespace Pulumi.Engine.Projects;

/// <summary>A Pulumi.yaml, read and checked by the CLI's rules.</summary>
public sealed class PulumiProject
{
    private const string FileName = "Pulumi.yaml";

    private static readonly string[] KnownKeys =
    [
        "name", "runtime", "main", "description", "author", "website", "license", "config", "stackConfigDir",
        "template", "backend", "options", "packages", "plugins", "requiredPulumiVersion",
    ];

    private PulumiProject(string directory, YamlMappingNode root)
    {
        Directory = directory;
        Name = root.ScalarText("name") is { Length: > 0 } name
            ? name
            : throw new ProjectException("project is missing a non-empty string 'name' attribute");
        (Runtime, Binary) = ReadRuntime(root.Child("runtime"));
        MainDirectory = Path.GetFullPath(Path.Combine(directory, root.ScalarText("main") ?? "."));
        var oldStyleDirectory = root.ScalarText("config");
        StackConfigDirectory = Path.GetFullPath(Path.Combine(directory, root.ScalarText("stackConfigDir") ?? oldStyleDirectory ?? "."));
        Config = ConfigSchema.Read(Name, root.Child("config") as YamlMappingNode);
    }

    /// <summary>The project's name, the default namespace of its configuration.</summary>
    public string Name { get; }

    /// <summary>The language runtime, such as <c>dotnet</c>.</summary>
    public string Runtime { get; }

    /// <summary>The prebuilt program of the runtime option <c>binary</c>, absolute; null when the program runs from source.</summary>
    public string? Binary { get; }

    /// <summary>The folder that holds Pulumi.yaml.</summary>
    public string Directory { get; }

    /// <summary>The folder of the program.</summary>
    public string MainDirectory { get; }

    /// <summary>The folder of the stacks' files.</summary>
    public string StackConfigDirectory { get; }

    /// <summary>The declared configuration, by key as written.</summary>
    public IReadOnlyDictionary<string, ConfigDeclaration> Config { get; }

    /// <summary>The stacks that have a file, sorted.</summary>
    public IReadOnlyList<string> StackNames =>
    [
        .. System.IO.Directory.EnumerateFiles(StackConfigDirectory, "Pulumi.*.yaml")
            .Select(path => Path.GetFileName(path)["Pulumi.".Length..^".yaml".Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads the project of a folder.</summary>
    /// <exception cref="ProjectException">There is none, or it breaks the CLI's rules.</exception>
    public static PulumiProject Load(string directory)
    {
        directory = Path.GetFullPath(directory);
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            throw new ProjectException($"no {FileName} in {directory}: run from the project's folder or pass --project FOLDER.");
        var root = Yaml.ReadMapping(path);
        var unknown = root.Children.Select(entry => entry.KeyText()).Except(KnownKeys).ToList();
        if (unknown.Count > 0)
            throw new ProjectException($"{FileName}: unknown attribute '{string.Join("', '", unknown)}'; the allowed ones are {string.Join(", ", KnownKeys)}.");
        return new PulumiProject(directory, root);
    }

    private (string Name, string? Binary) ReadRuntime(YamlNode? node) => node switch
    {
        YamlScalarNode { Value: { Length: > 0 } name } => (name, null),
        YamlMappingNode mapping when mapping.ScalarText("name") is { Length: > 0 } name =>
            (name, (mapping.Child("options") as YamlMappingNode)?.ScalarText("binary") is { } binary ? Path.GetFullPath(Path.Combine(Directory, binary)) : null),
        _ => throw new ProjectException("runtime section must be a string or an object with name and options attributes"),
    };
}
