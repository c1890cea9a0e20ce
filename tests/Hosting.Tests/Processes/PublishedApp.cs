using System.Diagnostics;
using System.Runtime.InteropServices;
using Hosting.Tests.Image;

namespace Hosting.Tests.Processes;

/// <summary>
/// The service as it is deployed: self-contained, compiled ahead of time, trimmed. It is the image's own program where an image can be built, since to compile
/// it takes minutes, and published once for all tests elsewhere.
/// </summary>
public sealed class PublishedApp : IAsyncLifetime
{
    public static string Repository { get; } = FindRepository();

    public string Program { get; } = Path.Combine(Repository, "artifacts", "publish-for-tests", "RoomTypes");

    private string Folder => Path.GetDirectoryName(Program)!;

    public Task InitializeAsync() => ServiceImage.Obstacle is null ? ServiceImage.ExtractAsync(Folder) : PublishAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task PublishAsync()
    {
        // The build of the tests set variables that a build within it must not see.
        var start = new ProcessStartInfo("dotnet",
            ["publish", Path.Combine(Repository, "app"), "-c", "Release", "-r", $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", "-o", Folder, "-nologo", "-v", "quiet"])
        {
            RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, output);
    }

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RoomTypeInfra.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} lies in no repository.");
        return folder;
    }
}

/// <summary>One publishing for all classes that use it.</summary>
[CollectionDefinition(nameof(PublishedApp))]
public sealed class PublishedAppUsers : ICollectionFixture<PublishedApp>;
