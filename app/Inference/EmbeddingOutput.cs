using Microsoft.ML.OnnxRuntime;
using RoomTypes.Models;

namespace RoomTypes.Inference;

/// <summary>A model's outputs with the embedding among them, and the memory for it.</summary>
internal sealed class EmbeddingOutput : IDisposable
{
    private readonly float[] _embedding;

    public EmbeddingOutput(TensorSpec embedding, OrtValue probabilities)
    {
        _embedding = GC.AllocateArray<float>(embedding.Shape[^1], pinned: true);
        Names = [.. ModelSession.OutputNames, embedding.Name];
        Values = [probabilities, OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _embedding.AsMemory(), [1, _embedding.Length])];
    }

    /// <summary>The probabilities' and the embedding's.</summary>
    public string[] Names { get; }

    /// <summary>What they are written to.</summary>
    public OrtValue[] Values { get; }

    /// <summary>A copy of the embedding after a run.</summary>
    public float[] Embedding => [.. _embedding];

    public void Dispose() => Values[^1].Dispose();
}
