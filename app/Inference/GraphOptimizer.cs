using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using RoomTypes.Models;

namespace RoomTypes.Inference;

/// <summary>`RoomTypes optimize FOLDER PLATFORM`: writes the optimised graphs of a published registry's models, once and not at every start.</summary>
internal static class GraphOptimizer
{
    /// <summary>The argument that asks for it.</summary>
    public const string Command = "optimize";

    /// <summary>Optimises every model of the registry whose file is there.</summary>
    /// <exception cref="ModelUnavailableException">A file is missing, or is not what the registry says.</exception>
    /// <param name="folder">The registry's.</param>
    /// <param name="platform">Where it will run, for example linux-arm64: graphs for this machine's kernels are made for its own only.</param>
    public static async Task<int> RunAsync(string folder, string platform)
    {
        var source = new FolderModelSource(folder);
        var registry = await source.ReadAsync(ModelRegistry.File, ModelRegistry.Read, default);
        foreach (var model in registry.Models)
        {
            var path = Path.Combine(folder, model.Folder);
            if (Directory.Exists(path)) await OptimizeAsync(source, model, path, saturates: Int8Kernels.Saturate && platform.EndsWith(Architecture, StringComparison.Ordinal));
        }

        return 0;
    }

    private static string Architecture { get; } = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static async Task OptimizeAsync(FolderModelSource source, RegisteredModel model, string folder, bool saturates)
    {
        var manifest = await source.ReadAsync(model.ManifestFile, ModelManifest.Read, default);
        var file = await source.FetchAsync($"{model.Folder}/{manifest.File}", model.Sha256, default);
        var graphs = new OptimizedGraphs
        {
            OnnxRuntime = ModelRuntime.Version,
            SourceSha256 = model.Sha256,
            Portable = Write(file, manifest, folder, "optimized.onnx", exact: false),
            Unsigned = saturates && manifest.Precision == "int8" ? Write(file, manifest, folder, "optimized.unsigned.onnx", exact: true) : null,
        };
        await File.WriteAllTextAsync(Path.Combine(folder, OptimizedGraphs.RecordFile), graphs.ToJson());
    }

    private static OptimizedFile Write(string source, ModelManifest manifest, string folder, string name, bool exact)
    {
        var target = Path.Combine(folder, name);
        using (var options = ModelSession.Options(exact))
        {
            // The level above this one lays data out for one processor; loading does that.
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED;
            options.OptimizedModelFilePath = target;
            using var session = InnerOutputs.Open(source, manifest, options);
        }

        return new(name, Digest.Compute(target));
    }
}
