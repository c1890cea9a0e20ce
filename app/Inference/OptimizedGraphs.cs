using System.Text.Json.Nodes;
using RoomTypes.Models;

namespace RoomTypes.Inference;

/// <summary>
/// Graphs of a model that ONNX Runtime optimised when the program was published (<see cref="GraphOptimizer"/>). They answer the same and load
/// in a fourth of the time. docs/decisions/0004.
/// </summary>
internal sealed record OptimizedGraphs
{
    /// <summary>The record beside the manifest.</summary>
    public const string RecordFile = "optimized.json";

    /// <summary>The version of ONNX Runtime that made them; others do not take them.</summary>
    public required string OnnxRuntime { get; init; }

    /// <summary>The SHA-256 of the model that they were made of.</summary>
    public required string SourceSha256 { get; init; }

    /// <summary>For every processor.</summary>
    public required OptimizedFile Portable { get; init; }

    /// <summary>For processors whose int8 kernels saturate: with weights that do not. Only such a processor makes it.</summary>
    public OptimizedFile? Unsigned { get; init; }

    /// <summary>The optimised graph for this processor that lies beside a model's file, checked, or null where there is none that fits.</summary>
    /// <param name="file">The model's file.</param>
    /// <param name="sha256">Its digest.</param>
    /// <exception cref="ModelUnavailableException">The record cannot be read, or the graph is not the one that it names.</exception>
    public static string? Find(string file, string sha256)
    {
        var folder = Path.GetDirectoryName(file)!;
        var record = Path.Combine(folder, RecordFile);
        if (!File.Exists(record)) return null;
        var graphs = ModelDocument.Read(File.ReadAllBytes(record), record, Read);
        if (graphs.OnnxRuntime != ModelRuntime.Version || !graphs.SourceSha256.Equals(sha256, StringComparison.OrdinalIgnoreCase)) return null;
        var chosen = Int8Kernels.Saturate && graphs.Unsigned is { } unsigned ? unsigned : graphs.Portable;
        var graph = Path.Combine(folder, chosen.File);
        Digest.Verify(graph, chosen.Sha256);
        return graph;
    }

    /// <summary>The record, as <see cref="Find"/> reads it.</summary>
    public string ToJson() => new JsonObject
    {
        ["onnxRuntime"] = OnnxRuntime,
        ["sourceSha256"] = SourceSha256,
        ["portable"] = Portable.ToJson(),
        ["unsigned"] = Unsigned?.ToJson(),
    }.ToJsonString();

    private static OptimizedGraphs Read(ModelDocument document) => new()
    {
        OnnxRuntime = document.Text("onnxRuntime"),
        SourceSha256 = document.Text("sourceSha256"),
        Portable = OptimizedFile.Read(document.Object("portable")),
        Unsigned = document.OptionalObject("unsigned") is { } unsigned ? OptimizedFile.Read(unsigned) : null,
    };
}

/// <summary>A file and its digest.</summary>
/// <param name="File">Beside the record.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
internal sealed record OptimizedFile(string File, string Sha256)
{
    public JsonObject ToJson() => new() { ["file"] = File, ["sha256"] = Sha256 };

    public static OptimizedFile Read(ModelDocument document) => new(document.Text("file"), document.Text("sha256"));
}
