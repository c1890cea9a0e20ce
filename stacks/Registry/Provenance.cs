using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

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

    // What is copied from the repository, and not from another stage.
    private static readonly Regex Copied = new(@"^COPY (?!--)(.*) \S+$", RegexOptions.Multiline);

    /// <summary>The build arguments; <c>./run image</c> passes the same (scripts/image.sh).</summary>
    /// <param name="repository">The repository's folder.</param>
    public static Dictionary<string, string> Read(string repository)
    {
        var file = Path.Combine(repository, "app", "Dockerfile");
        // Where the program runs in another folder, as under mocks, there is nothing to build either.
        if (!File.Exists(file))
            return [];
        var dockerfile = File.ReadAllText(file);
        var commit = LastCommit(repository, Copied.Matches(dockerfile).SelectMany(copy => copy.Groups[1].Value.Split(' '))).Split(' ');
        return new()
        {
            ["VERSION"] = Version.Match(File.ReadAllText(Path.Combine(repository, "Directory.Build.props"))).Groups[1].Value,
            ["REVISION"] = commit[0],
            ["CREATED"] = commit.ElementAtOrDefault(1) ?? "1970-01-01T00:00:00Z",
            ["MODEL_DIGESTS"] = string.Join(", ", Models(repository, ModelsInImage.Match(dockerfile).Groups[1].Value)),
        };
    }

    private static IEnumerable<string> Models(string repository, string names)
    {
        foreach (var name in names.Split(' '))
        {
            using var model = File.OpenRead(Path.Combine(repository, "models", name, "model.onnx"));
            yield return $"{name.Replace('/', '@')} sha256:{Convert.ToHexStringLower(SHA256.HashData(model))}";
        }
    }

    private static string LastCommit(string repository, IEnumerable<string> files)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["log", "-1", "--format=%H %cI", "--", .. files])
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
