using System.Reflection;
using RoomTypes.Configuration;
using RoomTypes.Models;

namespace RoomTypes.PipelineTool.Tasks;

/// <summary>A step's command, as the image's container and the pipeline's own processes run it: data of S3 is fetched, then the tool does it.</summary>
internal static class StepProgram
{
    private const int Failed = 2;

    // The program, what its command is called there, and its arguments that name files: by place or option, and whether they are files, not folders.
    private static readonly Dictionary<string, Tool> Tools = new()
    {
        ["validate"] = new("Data", ["validate"], [new(null, IsFile: true)]),
        ["retrain"] = new("Retrain", [], [new("--from"), new("--keep")]),
        ["evaluate"] = new("Evaluate", [], [new(null)]),
        ["register"] = new("Model", ["register"], []),
        ["shadow"] = new("Experiment", ["shadow"], []),
        ["promote"] = new("Model", ["promote"], [new("--gates", IsFile: true)]),
        // No step of a pipeline, and in the same image.
        ["batch"] = new("Batch", [], []),
    };

    /// <summary>Whether it is one of these commands.</summary>
    public static bool Knows(string command) => Tools.ContainsKey(command);

    /// <summary>Runs one.</summary>
    /// <returns>The tool's exit code; 2 where its data cannot be had.</returns>
    public static async Task<int> RunAsync(string command, string[] arguments)
    {
        ParentWatch.Begin();
        var tool = Tools[command];
        using var data = new FetchedData();
        try
        {
            for (var i = 0; i < arguments.Length; i++)
            {
                if (tool.Files.FirstOrDefault(file => file.Option is null ? i == 0 : i > 0 && arguments[i - 1] == file.Option) is { } file) arguments[i] = await data.FetchAsync(arguments[i], file.IsFile, CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is RegistryException or InvalidSettingsException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }

        var main = Assembly.Load(tool.Assembly).EntryPoint!;
        return (int)main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [tool.Before.Concat(arguments).ToArray()], null)!;
    }

    /// <summary>Tells one build of a command's program from another.</summary>
    public static string VersionOf(string command) =>
        string.Join(' ', new[] { Assembly.Load(Tools[command].Assembly), typeof(Hosting.ServiceOptions).Assembly }.Select(assembly => assembly.ManifestModule.ModuleVersionId));

    /// <summary>A program with one of its commands.</summary>
    private sealed record Tool(string Assembly, string[] Before, FileArgument[] Files);

    /// <summary>An argument that names what is read: of an option, or the first one.</summary>
    private sealed record FileArgument(string? Option, bool IsFile = false);
}
