using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Pulumi;

namespace Stacks.Registry;

/// <summary>What an image's labels say it was made of: the arguments VERSION, REVISION, CREATED and MODEL_DIGESTS of app/Dockerfile.</summary>
/// <remarks>
/// The revision is the last commit that changed what the image is made of, not the newest one: a commit of something else makes no new
/// image and rolls no service. Both are "unknown" where there is no git or no repository.
/// </remarks>
internal static class Provenance
{
    private static readonly Regex Version = new("<Version>(.*)</Version>");

    private static readonly Regex ModelsInImage = new("^ARG MODELS=\"(.*)\"", RegexOptions.Multiline);

    private static readonly string[] Ingredients =
        ["app", "experiments", "models", "protos", "sdks/Amazon.Lambda.AspNetCoreServer.Hosting", "statistics", "Directory.Build.props", "Directory.Packages.props"];

    /// <summary>The build arguments.</summary>
    /// <param name="repository">The repository's folder.</param>
    public static InputMap<string> Read(string repository)
    {
        // Where the program runs in another folder, as under mocks, there is nothing to build either.
        if (!File.Exists(Path.Combine(repository, "app", "Dockerfile")))
            return [];
        var commit = LastCommit(repository).Split(' ');
        return new InputMap<string>
        {
            ["VERSION"] = Version.Match(File.ReadAllText(Path.Combine(repository, "Directory.Build.props"))).Groups[1].Value,
            ["REVISION"] = commit[0],
            ["CREATED"] = commit.ElementAtOrDefault(1) ?? "1970-01-01T00:00:00Z",
            ["MODEL_DIGESTS"] = string.Join(", ", Models(repository)),
        };
    }

    private static IEnumerable<string> Models(string repository)
    {
        var names = ModelsInImage.Match(File.ReadAllText(Path.Combine(repository, "app", "Dockerfile"))).Groups[1].Value;
        foreach (var name in names.Split(' '))
        {
            using var model = File.OpenRead(Path.Combine(repository, "models", name, "model.onnx"));
            yield return $"{name.Replace('/', '@')} sha256:{Convert.ToHexStringLower(SHA256.HashData(model))}";
        }
    }

    private static string LastCommit(string repository)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["log", "-1", "--format=%H %cI", "--", .. Ingredients])
            {
                WorkingDirectory = repository,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var commit = git.StandardOutput.ReadToEnd().Trim();
            return commit.Length > 0 ? commit : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }
}
