using System.Diagnostics;
using System.Text.Json;
using Pulumi.Engine.Projects;
using YamlDotNet.RepresentationModel;

namespace Pulumi.Engine.Policies;

/// <summary>How a pack is started, by the runtime that its PulumiPolicy.yaml names: as the engine and its language hosts do.</summary>
/// <param name="Start">The program, its arguments and its environment.</param>
/// <param name="EndsWithInput">Whether the pack ends by itself when its standard input closes.</param>
internal sealed record PackCommand(ProcessStartInfo Start, bool EndsWithInput)
{
    private const string PackFile = "PulumiPolicy.yaml";

    /// <summary>The command of the pack of a folder, which is built first where it is C# and has no <c>binary</c>.</summary>
    /// <exception cref="PolicyPackException">The folder has no pack, or none that can be started.</exception>
    public static async Task<PackCommand> OfAsync(PolicyPackOptions options, CancellationToken cancellation)
    {
        var path = Path.Combine(options.Folder, PackFile);
        if (!File.Exists(path))
            throw new PolicyPackException($"there is no policy pack in {options.Folder}: it has no {PackFile}");
        var (runtime, binary) = Runtime(Read(path));
        return runtime switch
        {
            null => throw new PolicyPackException($"{path}: runtime is missing; it is a name, or a name and options"),
            "nodejs" => NodePack.Command(options),
            "dotnet" => Dotnet(options, binary is null ? await BuildAsync(options, cancellation) : Path.GetFullPath(binary, options.WorkingDirectory)),
            // A plugin on the path; it takes the engine's address and the folder.
            _ => new PackCommand(Redirected($"pulumi-analyzer-policy-{runtime}", [PackProcess.EngineAddress, "."], options.Folder), EndsWithInput: false),
        };
    }

    /// <summary>A process that this one speaks to.</summary>
    public static ProcessStartInfo Redirected(string program, IEnumerable<string> arguments, string folder) => new(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static PackCommand Dotnet(PolicyPackOptions options, string program) => new(
        program.EndsWith(".dll", StringComparison.Ordinal)
            ? Redirected("dotnet", [program, PackProcess.EngineAddress], options.WorkingDirectory)
            : Redirected(program, [PackProcess.EngineAddress], options.WorkingDirectory),
        EndsWithInput: false);

    private static YamlMappingNode Read(string path)
    {
        try
        {
            return Yaml.ReadMapping(path);
        }
        catch (ProjectException e)
        {
            throw new PolicyPackException(e.Message, e);
        }
    }

    private static (string? Name, string? Binary) Runtime(YamlMappingNode pack) => pack.Child("runtime") switch
    {
        YamlScalarNode name => (name.Value, null),
        YamlMappingNode runtime => (runtime.ScalarText("name"), (runtime.Child("options") as YamlMappingNode)?.ScalarText("binary")),
        _ => (null, null),
    };

    /// <summary>Builds the folder's project, and asks it where its program is.</summary>
    private static async Task<string> BuildAsync(PolicyPackOptions options, CancellationToken cancellation)
    {
        await RunAsync(["build", options.Folder], options.WorkingDirectory);
        var properties = JsonDocument.Parse(await RunAsync(["msbuild", "-getProperty:OutputPath", "-getProperty:AssemblyName"], options.Folder))
            .RootElement.GetProperty("Properties");
        // Joined, not combined: the language host takes an absolute output path for one below the folder, too.
        return Path.Join(options.Folder, properties.GetProperty("OutputPath").GetString(), $"{properties.GetProperty("AssemblyName").GetString()}.dll");

        async Task<string> RunAsync(string[] arguments, string folder)
        {
            using var process = Process.Start(Redirected("dotnet", arguments, folder))!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0
                ? output
                : throw new PolicyPackException($"'dotnet {string.Join(' ', arguments)}' failed for the policy pack in {options.Folder}: {output}{await error}");
        }
    }
}
