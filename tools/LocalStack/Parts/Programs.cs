namespace RoomTypes.LocalStack.Parts;

/// <summary>Where Debian keeps the servers.</summary>
internal static class Programs
{
    private const string Versions = "/usr/lib/postgresql";

    /// <summary>A program of the newest PostgreSQL that is installed.</summary>
    /// <exception cref="StackException">There is none.</exception>
    public static string Postgres(string name) => (Directory.Exists(Versions) ? Directory.EnumerateDirectories(Versions) : [])
        .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
        .Select(folder => Path.Combine(folder, "bin", name)).FirstOrDefault(File.Exists)
        ?? throw new StackException("PostgreSQL's server is missing; on Debian: apt-get install postgresql");

    /// <summary>Redis's server, or Valkey's.</summary>
    /// <exception cref="StackException">There is neither.</exception>
    public static string Redis() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').SelectMany(folder => new[] { Path.Combine(folder, "redis-server"), Path.Combine(folder, "valkey-server") }).FirstOrDefault(File.Exists)
        ?? throw new StackException("Redis's server is missing; on Debian: apt-get install redis-server");
}
