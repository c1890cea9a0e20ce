using Pulumi.Engine;
using Pulumi.Engine.Recording;

namespace Sdks.Tests.Engine;

/// <summary>Runs the programs of tests/Sdks.Programs as processes in the offline engine.</summary>
internal static class Programs
{
    public static Task<RunResult> RunAsync(string program, RunMode mode = RunMode.Preview, Func<EngineOptions, EngineOptions>? with = null)
    {
        var options = new EngineOptions
        {
            Project = "wire",
            Stack = "dev",
            Mode = mode,
            Command = ["dotnet", Assembly("Sdks.Programs"), program],
            WorkingDirectory = AppContext.BaseDirectory,
            RootDirectory = AppContext.BaseDirectory,
            Config = new Dictionary<string, string> { ["aws:region"] = "eu-central-1" },
        };
        return OfflineEngine.RunAsync(with?.Invoke(options) ?? options);
    }

    /// <summary>The assembly of another project, built in the same configuration: artifacts/bin/PROJECT/CONFIGURATION/.</summary>
    public static string Assembly(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"{project}.dll");
    }
}
