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

    /// <summary>The built program in its own folder: a copy beside tests lacks what their framework has and the program's has not.</summary>
    public static string Program { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Stacks", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "Stacks.dll"));
}
