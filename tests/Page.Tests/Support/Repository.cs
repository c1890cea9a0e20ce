namespace Page.Tests.Support;

/// <summary>The files that tests are made from.</summary>
internal static class Repository
{
    /// <summary>The folder with all of it.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "RoomTypeInfra.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
