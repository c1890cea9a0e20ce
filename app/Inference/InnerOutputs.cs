using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using RoomTypes.Models;
using RoomTypes.Models.Onnx;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace RoomTypes.Inference;

/// <summary>
/// Tensors from within a model's graph as outputs of it: the features before the mean, by which answers are explained, and the logits, by
/// which what the model does not know is told. Whoever does not fetch them pays nothing for them.
/// </summary>
internal static class InnerOutputs
{
    /// <summary>Opens a model with those that its manifest names and its file has.</summary>
    /// <exception cref="OnnxRuntimeException">The file is no model.</exception>
    public static InferenceSession Open(string file, ModelManifest manifest, SessionOptions options)
    {
        if (manifest.Head is null && manifest.Unknown is null) return new(file, options);
        var bytes = File.ReadAllBytes(file);
        return new(Add(bytes, Names(bytes, manifest)), options);
    }

    private static List<string> Names(byte[] file, ModelManifest manifest)
    {
        try
        {
            return Names(ModelProto.Parser.ParseFrom(file).Graph, manifest);
        }
        catch (InvalidProtocolBufferException)
        {
            // Loading it says why.
            return [];
        }
    }

    private static List<string> Names(GraphProto? graph, ModelManifest manifest)
    {
        var features = manifest.Head is { } head ? ClassifierHead.Find(graph, head)?.Features : null;
        var logits = graph?.Node.SelectMany(node => node.Output).FirstOrDefault(name => name == manifest.Unknown?.Logits);
        return [.. new[] { features, logits }.OfType<string>().Where(name => graph!.Output.All(output => output.Name != name)).Distinct()];
    }

    // A message's repeated fields go on in bytes that are appended.
    private static byte[] Add(byte[] file, IEnumerable<string> names) =>
        [.. file, .. new ModelProto { Graph = new() { Output = { names.Select(name => new ValueInfoProto { Name = name }) } } }.ToByteArray()];
}
