using System.Runtime.InteropServices;
using Google.Protobuf;
using RoomTypes.Models;
using RoomTypes.Models.Onnx;

namespace RoomTypes.Inference;

/// <summary>
/// The end of a classifier's graph: features [1, channels, height, width], their mean over positions, and a Gemm with weights and a bias for
/// each label. Such a model's logits are sums over positions, and so can be told position by position (B. Zhou et al., Learning Deep Features
/// for Discriminative Localization, 2016). docs/decisions/0076.
/// </summary>
internal sealed class ClassifierHead
{
    private const int Float = 1;
    private readonly float[] _weights;
    private readonly float[] _bias;

    private ClassifierHead(string features, float[] weights, float[] bias) => (Features, _weights, _bias) = (features, weights, bias);

    /// <summary>The name of the tensor before the mean.</summary>
    public string Features { get; }

    /// <summary>What each channel adds to a label's logit.</summary>
    public ReadOnlySpan<float> Weights(int label) => _weights.AsSpan(label * Channels, Channels);

    /// <summary>What a label's logit has without a picture.</summary>
    public float Bias(int label) => _bias[label];

    private int Channels => _weights.Length / _bias.Length;

    /// <summary>Finds it in a model's file.</summary>
    /// <param name="file">An ONNX model.</param>
    /// <param name="spec">The names of its weights and bias.</param>
    /// <returns>Null if the file is no such graph.</returns>
    public static ClassifierHead? Find(byte[] file, HeadSpec spec)
    {
        try
        {
            return Find(ModelProto.Parser.ParseFrom(file).Graph, spec);
        }
        catch (InvalidProtocolBufferException)
        {
            // Loading it says why.
            return null;
        }
    }

    /// <summary>Whether the tensor of that name and shape is it.</summary>
    public bool Fits(IReadOnlyList<int> shape) => shape is [_, var channels, > 0, > 0] && channels == Channels;

    /// <summary>Finds it in a graph.</summary>
    public static ClassifierHead? Find(GraphProto? graph, HeadSpec spec)
    {
        if (graph?.Node.SingleOrDefault(node => node.OpType == "Gemm" && node.Input.Skip(1).SequenceEqual([spec.Weight, spec.Bias])) is not { } gemm) return null;
        if (Number(gemm, "transB", 0) != 1 || Number(gemm, "transA", 0) != 0 || Factor(gemm, "alpha") != 1 || Factor(gemm, "beta") != 1) return null;
        if (graph.Node.SingleOrDefault(node => node.Output.Contains(gemm.Input[0])) is not { OpType: "ReduceMean", Input.Count: 1 } mean) return null;
        if (Number(mean, "keepdims", 1) != 0 || Attribute(mean, "axes")?.Ints.SequenceEqual([2, 3]) != true) return null;
        return Values(graph, spec.Weight) is [_, ..] weights && Values(graph, spec.Bias) is [_, ..] bias && weights.Length % bias.Length == 0
            ? new(mean.Input[0], weights, bias)
            : null;
    }

    private static float[] Values(GraphProto graph, string name) => graph.Initializer.FirstOrDefault(tensor => tensor.Name == name) switch
    {
        { DataType: Float, HasRawData: true } tensor => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray(),
        { DataType: Float } tensor => [.. tensor.FloatData],
        _ => [],
    };

    private static AttributeProto? Attribute(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);

    private static long Number(NodeProto node, string name, long otherwise) => Attribute(node, name)?.I ?? otherwise;

    private static float Factor(NodeProto node, string name) => Attribute(node, name)?.F ?? 1;
}
