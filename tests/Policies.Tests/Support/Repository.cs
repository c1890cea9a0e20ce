using Pulumi.Engine.Projects;

namespace Policies.Tests.Support;

/// <summary>The repository that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static PulumiProject Project { get; } = PulumiProject.Load(Root);

    /// <summary>The project that makes accounts ready.</summary>
    public static PulumiProject Bootstrap { get; } = PulumiProject.Load(Path.Combine(Root, "bootstrap"));

    /// <summary>The folder of the policy packs.</summary>
    public static string Policies { get; } = Path.Combine(Root, "policies");

    /// <summary>The program of the policy packs.</summary>
    public static string PolicyProgram { get; } = Path.Combine(AppContext.BaseDirectory, "Policies.dll");

    /// <summary>The folder of a pack that the tests alone use.</summary>
    public static string TestPack(string name) => Path.Combine(Root, "tests", "Policies.Tests", "packs", name);

    /// <summary>The assembly of another project, built in the same configuration: artifacts/bin/PROJECT/CONFIGURATION/.</summary>
    public static string Assembly(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"{project}.dll");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Pulumi.yaml")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
