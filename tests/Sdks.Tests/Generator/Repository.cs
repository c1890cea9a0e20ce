namespace Sdks.Tests.Generator;

/// <summary>The working tree that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RoomTypeInfra.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No RoomTypeInfra.sln above {AppContext.BaseDirectory}.");
    }
}
