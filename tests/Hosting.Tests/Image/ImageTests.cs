using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Hosting.Tests.Processes;

namespace Hosting.Tests.Image;

/// <summary>The container image, built from Debian's packages without a registry and run with an isolated root.</summary>
public sealed partial class ImageTests
{
    private const double MostMegabytes = 100;

    [ImageTheory]
    [InlineData("linux/amd64")]
    public async Task Image_BuiltAndRun_RecognisesAndHoldsNothingElse(string platform)
    {
        using var build = Process.Start(new ProcessStartInfo(Path.Combine(PublishedApp.Repository, "run"), ["image", "--local", "--check", "--platform", platform, "--tag", $"room-type:test-{platform[6..]}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = build.StandardError.ReadToEndAsync();
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();

        Assert.True(build.ExitCode == 0, output + await errors);
        Assert.Matches("recognised: ROOM_TYPE_KITCHEN\n", output);
        Assert.Matches("health check: healthy\n", output);
        Assert.Matches("user: 65532\n", output);
        Assert.Matches("writable: /tmp *\n", output);
        Assert.Matches("shells: *\n", output);
        Assert.Matches("revision: [0-9a-f]{40}\n", output);
        Assert.Matches("models: room-type@2 sha256:[0-9a-f]{64}, room-type@3 sha256:[0-9a-f]{64}\n", output);
        Assert.InRange(double.Parse(Compressed().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), 1, MostMegabytes);
    }

    [GeneratedRegex(@"([0-9.]+) MB  compressed in all")]
    private static partial Regex Compressed();
}

/// <summary>Skips where no image can be built: that takes root and what ./test installs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ImageTheoryAttribute : TheoryAttribute
{
    public ImageTheoryAttribute()
    {
        string[] missing = [.. new[] { "buildah", "debootstrap" }.Where(tool => !IsInstalled(tool))];
        if (missing.Length > 0) Skip = $"No image without {string.Join(" and ", missing)}: ./test installs it on Debian.";
        else if (Environment.UserName != "root") Skip = "Making a Debian root needs root.";
    }

    private static bool IsInstalled(string tool) => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin"
        .Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)));
}
