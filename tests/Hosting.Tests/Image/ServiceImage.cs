using System.Diagnostics;
using System.Formats.Tar;
using System.Runtime.InteropServices;
using Hosting.Tests.Processes;

namespace Hosting.Tests.Image;

/// <summary>The container image for this machine's processor, built once for all tests, of Debian's packages and without a registry, and checked.</summary>
internal static class ServiceImage
{
    private const string Folder = "app/";

    private static readonly Lazy<Task<string>> Building = new(BuildAsync);

    /// <summary>Why none can be built here: that takes root and what ./test installs. Null where one can.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    /// <summary>What <c>./run image --check</c> prints of it.</summary>
    public static Task<string> Output => Building.Value;

    /// <summary>Puts the program and what lies beside it into a folder.</summary>
    public static async Task ExtractAsync(string folder)
    {
        await Output;
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        await using var archive = File.OpenRead(Path.Combine(PublishedApp.Repository, "artifacts", "image", "image.tar"));
        await using var files = new TarReader(archive);
        while (await files.GetNextEntryAsync() is { } file)
        {
            if (file is { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile, DataStream: { } layer } && file.Name.EndsWith(".tar", StringComparison.Ordinal))
                await ExtractLayerAsync(layer, folder);
        }
    }

    private static async Task ExtractLayerAsync(Stream layer, string folder)
    {
        await using var files = new TarReader(layer);
        while (await files.GetNextEntryAsync() is { } file)
        {
            if (!file.Name.StartsWith(Folder, StringComparison.Ordinal) || file.DataStream is null) continue;
            var path = Path.Combine(folder, file.Name[Folder.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await file.ExtractToFileAsync(path, overwrite: true);
        }
    }

    private static async Task<string> BuildAsync()
    {
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        using var build = Process.Start(new ProcessStartInfo(Path.Combine(PublishedApp.Repository, "run"), ["image", "--local", "--check", "--platform", $"linux/{architecture}", "--tag", $"room-type:test-{architecture}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = build.StandardError.ReadToEndAsync();
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.True(build.ExitCode == 0, output + await errors);
        return output;
    }

    private static string? FindObstacle()
    {
        string[] missing = [.. new[] { "buildah", "debootstrap" }.Where(tool => !IsInstalled(tool))];
        if (missing.Length > 0) return $"No image without {string.Join(" and ", missing)}: ./test installs it on Debian.";
        return Environment.UserName == "root" ? null : "Making a Debian root needs root.";
    }

    private static bool IsInstalled(string tool) => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin"
        .Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)));
}
