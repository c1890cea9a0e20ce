using Pulumi.Engine.Projects;

namespace Stacks.Tests;

/// <summary>The repository that the tests run in.</summary>
internal static class Repository
{
    /// <summary>Its root: the folder of Pulumi.yaml.</summary>
    public static string Folder { get; } = Find();

    /// <summary>The Pulumi project there.</summary>
    public static PulumiProject Project() => PulumiProject.Load(Folder);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Pulumi.yaml")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
